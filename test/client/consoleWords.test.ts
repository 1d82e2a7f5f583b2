import { glob, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { isFewEmoji, partsOf } from '../../console/chats/partsOf.ts';
import { waitingWords } from '../../console/chats/waitingWords.ts';
import { failureWords, OPERATOR_NEXT, SESSION_REASONS, wordsOf } from '../../console/sessions/reasonWords.ts';
import { readNumber } from '../../console/shell/readNumber.ts';
import { Session } from '../../core/model/session.ts';
import { reactTo } from '../../worker/session/reaction.ts';

/** Every reason that a closed connection can have. */
function reasonsOfCloses(): string[] {
  const byCode = [undefined, ...Array.from({ length: 300 }, (_, index) => 300 + index)].map((code) => ({
    code,
    words: '',
  }));
  const byWords = ['passkey required', 'proxy_unreachable', 'proxy_refused'].map((words) => ({
    code: undefined,
    words,
  }));
  const closes = [...byCode, ...byWords];
  const reactions = closes.flatMap((close) => [true, false].map((paired) => reactTo(close, paired, 1, 0)));
  return reactions.flatMap((reaction) => ('reason' in reaction ? [reaction.reason] : []));
}

/** Every reason of a session's state that is written out in the code. A file's fate has words of its own. */
async function reasonsInTheCode(): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob(['worker/session/!(downloads).ts', 'core/model/session.ts'])) {
    const text = await readFile(file, 'utf8');
    found.push(...[...text.matchAll(/\breason: '([a-z_]+)'/g)].map(([, reason = '']) => reason));
  }
  return found;
}

const session = (state: object): Session =>
  Session.parse({
    id: `ses_${'0'.repeat(26)}`,
    createdAt: '2026-11-22T10:00:00Z',
    updatedAt: '2026-11-22T10:00:00Z',
    seq: 1,
    ...state,
  });

describe('the words for a reason', () => {
  it('are there for every reason of the code, with what comes next', async () => {
    const reasons = new Set([...reasonsOfCloses(), ...(await reasonsInTheCode())]);
    expect(reasons.size).toBeGreaterThan(10);
    const known = Object.entries(SESSION_REASONS).filter(
      ([, { text, next }]) => text.endsWith('.') && next?.endsWith('.'),
    );
    expect(known.map(([reason]) => reason)).toEqual(expect.arrayContaining([...reasons]));
  });

  it('are the server’s own when it knows more than this page', () => {
    const { text, next } = wordsOf(session({ status: 'failed', reason: 'moon_phase', userAction: 'Wait.' }));
    expect(text).toContain('moon phase');
    expect(next).toBe('Wait.');
  });

  it('never tell an operator to ask one', () => {
    const asking = Object.entries(SESSION_REASONS).filter(([, { next }]) => next?.includes('your operator'));
    expect(asking.length).toBeGreaterThan(3);
    for (const [reason, { next }] of asking) {
      const refused = session({ status: 'failed', reason, userAction: 'Wait.' });
      expect(wordsOf(refused).next).toBe(next);
      expect(wordsOf(refused, true).next).toBe(OPERATOR_NEXT[reason]);
      expect(wordsOf(refused, true).next).not.toContain('your operator');
    }
  });

  it('are there for a message that WhatsApp refused', () => {
    expect(failureWords('whatsapp_463')).toMatch(/new people/);
    expect(failureWords('deadline_passed')).toMatch(/in time/);
    expect(failureWords('whatsapp_999')).toContain('whatsapp 999');
    expect(failureWords(undefined)).toMatch(/did not take it/);
  });
});

describe('a list of chats without any', () => {
  const linked = { phoneNumber: '4915123456789' };
  it.each([
    [{ status: 'connected', connectedAt: '2026-11-22T10:00:00Z', ...linked }, /^The phone is linked.*4915123456789/],
    [{ status: 'connecting', ...linked }, /being connected/],
    [{ status: 'disconnected', reason: 'stopped_by_user', ...linked }, /while the session is stopped/],
    [{ status: 'failed', reason: 'banned', userAction: '', ...linked }, /until the session connects again/],
    [{ status: 'logged_out', reason: 'logged_out_by_user', userAction: '', ...linked }, /^No phone is linked/],
    [{ status: 'failed', reason: 'passkey_required', userAction: '' }, /^No phone is linked/],
    [{ status: 'connecting' }, /^No phone is linked/],
  ])('%o', (state, words) => {
    expect(waitingWords(session(state))).toMatch(words);
  });
});

describe('a phone number as people write it', () => {
  it.each([
    ['+49 151 234 56789', '4915123456789'],
    ['0049 (151) 234-56789', '4915123456789'],
    ['4915123456789', '4915123456789'],
  ])('%s is read', (text, number) => {
    expect(readNumber(text)).toEqual({ number });
  });

  it.each([
    ['', /enter/i],
    ['0151 23456789', /country code/],
    ['+49 Bob', /digits only/],
    ['+49', /5 to 15/],
    ['1234567890123456', /5 to 15/],
  ])('“%s” is refused with what is wrong', (text, error) => {
    expect(readNumber(text)).toEqual({ error: expect.stringMatching(error) });
  });
});

describe('the links of a text', () => {
  const linksOf = (text: string) => partsOf(text).flatMap(({ href }) => href ?? []);

  it.each([
    ['see https://a.example/b?c=d, please', ['https://a.example/b?c=d']],
    ['(www.keepline.example)', ['https://www.keepline.example']],
    ['https://de.wikipedia.org/wiki/Foo_(bar).', ['https://de.wikipedia.org/wiki/Foo_(bar)']],
    ['javascript:alert(1) data:text/html,x mail@a.example', []],
    ['http://', []],
  ])('%s', (text, links) => {
    expect(linksOf(text)).toEqual(links);
    expect(
      partsOf(text)
        .map(({ text: part }) => part)
        .join(''),
    ).toBe(text);
  });

  it.each([
    ['👍', true],
    ['👍🏽 🎉', true],
    ['👨‍👩‍👧‍👦🇩🇪1️⃣', true],
    ['👍👍👍👍', false],
    ['ok 👍', false],
    ['17', false],
    ['', false],
  ])('“%s” is a few emoji: %s', (text, few) => {
    expect(isFewEmoji(text)).toBe(few);
  });
});
