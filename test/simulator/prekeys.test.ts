import { afterAll, beforeAll, expect, test } from 'vitest';
import { getBinaryNodeChild, getBinaryNodeChildBuffer, S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Client } from './client.ts';
import type { Story } from './story.ts';
import { startStory } from './story.ts';

let world: Story;
beforeAll(async () => {
  world = await startStory();
});
afterAll(() => world.end());

async function fetchPreKeyId(client: Client, jid: string): Promise<string | undefined> {
  const answer = (await client.bare.socket.query({
    tag: 'iq',
    attrs: { to: S_WHATSAPP_NET, type: 'get', xmlns: 'encrypt' },
    content: [{ tag: 'key', attrs: {}, content: [{ tag: 'user', attrs: { jid } }] }],
  })) as BinaryNode;
  const user = getBinaryNodeChild(getBinaryNodeChild(answer, 'list'), 'user');
  const id = getBinaryNodeChildBuffer(getBinaryNodeChild(user, 'key'), 'id');
  return id && Buffer.from(id).toString('hex');
}

test('a one-time prekey is handed out once, and a client whose keys run low is asked for more', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const [hers, his] = [await world.pair(alice), await world.pair(bob)];
  const jid = `${bob.lid}:1@lid`;
  const { prekeysLeft, preKeysHandedOut } = await world.stats();
  expect(prekeysLeft).toBe(2 * 812 - preKeysHandedOut!);
  const seen = new Set<string | undefined>();
  const left = (await world.stats()).fewestPrekeysLeft!;
  while (seen.size < left - 4) {
    const count = Math.min(50, left - 4 - seen.size);
    for (const id of await Promise.all(Array.from({ length: count }, () => fetchPreKeyId(hers, jid)))) {
      expect(seen.has(id)).toBe(false);
      seen.add(id);
    }
  }
  // The client uploads when it hears that fewer than five are left.
  await world.statsWhen((stats) => stats.prekeysLeft! + stats.preKeysHandedOut! > 2 * 812);
  expect((await his.receives(await hers.sends(bob, 'still with a prekey'))).text).toBe('still with a prekey');
  expect((await hers.receives(await his.sends(alice, 'and back'))).text).toBe('and back');
});

test('an upload whose signed prekey is not the device’s own is refused', async () => {
  const client = await world.pair(await world.phone());
  client.bare.creds.signedIdentityKey.private = Buffer.alloc(32, 5);
  await expect(client.bare.socket.rotateSignedPreKey()).rejects.toThrow('the signed prekey is not');
  expect((await world.stats()).malformed).toBe(1);
});
