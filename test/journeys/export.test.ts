import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SessionFiles, toArchive, toBase64, toSessionString } from '../../core/model/sessionFiles.ts';
import { Bot } from './bot.ts';
import type { Phone } from './phone.ts';
import type { WatchedSession } from './watchedSession.ts';
import { type Tenant, World } from './world.ts';

const passphrase = 'correct horse battery';

describe('a session leaves and comes back', () => {
  let world: World;
  let tenant: Tenant;
  let bob: Phone;
  beforeAll(async () => {
    world = await World.open();
    tenant = await world.tenant();
    bob = await world.phone('Bob');
  });
  afterAll(() => world[Symbol.asyncDispose]());

  async function talks(session: WatchedSession, ada: Phone, words: string): Promise<void> {
    await session.send(bob.number, `${words}, out`);
    await bob.shows(`${words}, out`);
    await bob.writes(ada.number, `${words}, in`);
    await session.receives(`${words}, in`);
  }

  it('as a file with a passphrase: the link stays, nobody scans, and there are never two owners', async () => {
    const ada = await world.phone('Ada');
    const session = await world.linked(tenant, ada);
    await talks(session, ada, 'before');
    const file = await tenant.http.exportSession(session.id, { passphrase });
    expect(JSON.stringify(file)).not.toContain('noiseKey');
    expect(await tenant.http.getSession(session.id)).toMatchObject({ status: 'disconnected', reason: 'exported' });
    expect((await world.secretsOf(session.id)).filter((sk) => !sk.startsWith('key#'))).toEqual([]);
    // Whose answer was lost asks again.
    expect(await tenant.http.exportSession(session.id, { passphrase })).toMatchObject({ format: 'keepline-session' });

    const wrong = tenant.http.importSession({ file, passphrase: 'not the passphrase' });
    await expect(wrong).rejects.toMatchObject({ code: 'wrong_passphrase' });
    const { id } = await tenant.http.importSession({ file, passphrase, label: 'back' });
    const back = world.watch(tenant, id);
    await back.status('connected');
    expect(back.statuses).not.toContain('qr_ready');
    await talks(back, ada, 'after');
    expect(await ada.devices()).toHaveLength(1);
    // The one that it came from links anew.
    await tenant.http.startSession(session.id);
    await session.nextQr();
    expect(await world.stats()).toMatchObject({ supersessions: 0, decryptFailures: 0 });
  });

  it('is not let in twice: two owners of one device would push each other off for ever', async () => {
    const ada = await world.phone('Ada');
    const file = await tenant.http.exportSession((await world.linked(tenant, ada)).id, { passphrase });
    const bring = ({ http }: Tenant) => http.importSession({ file, passphrase });
    const refusalOf = (who: Tenant) => bring(who).then(({ id }) => id, String);
    const first = world.watch(tenant, (await bring(tenant)).id);
    await first.status('connected');

    await expect(bring(tenant)).rejects.toMatchObject({ code: 'device_in_use', status: 409 });
    expect(await refusalOf(tenant)).toContain(`Session ${first.id} has these credentials`);
    const rival = await refusalOf(await world.tenant('member', 'rival'));
    expect(rival).toContain('Another session has these credentials');
    expect(rival).not.toContain(first.id);
    await tenant.http.stopSession(first.id);
    await first.status('disconnected');
    expect(await refusalOf(tenant)).toContain(first.id);

    // Archived, it gives them up for good: it is not started again, and what becomes of it is nothing to the next one.
    await tenant.http.deleteSession(first.id);
    await expect.poll(() => refusalOf(tenant), { timeout: 10_000 }).toMatch(/^ses_/);
    const { sessions } = await tenant.http.listSessions({ limit: 1 });
    const second = world.watch(tenant, sessions[0]?.id ?? '');
    await second.status('connected');
    await expect(tenant.http.startSession(first.id)).rejects.toMatchObject({ code: 'device_in_use' });
    await tenant.http.cleanupSession(first.id);
    await expect.poll(async () => (await world.rowsOf(first.id)).length, { timeout: 10_000 }).toBe(1);
    await talks(second, ada, 'still here');
    expect(second.statuses).not.toContain('reconnecting');
    expect(await ada.devices()).toHaveLength(1);
    expect(await world.stats()).toMatchObject({ supersessions: 0 });

    // Logged out, they are nobody's.
    await tenant.http.logoutSession(second.id);
    await second.status('logged_out');
    await expect.poll(() => refusalOf(tenant), { timeout: 10_000 }).toMatch(/^ses_/);
  });

  it.each(['archive', 'files', 'session'] as const)("from somebody's bot, as %s", async (form) => {
    const ada = await world.phone('Ada');
    await using bot = await Bot.start(world.stack.aws['WHATSAPP_URL'] ?? '');
    await ada.scan(await bot.qr());
    await bot.opened();
    await bot.sends(bob.number, `the bot speaks, ${form}`);
    await bob.shows(`the bot speaks, ${form}`);
    await bot.end();
    const files: SessionFiles = {};
    for (const name of await readdir(bot.folder)) {
      // A prekey that was used may still be on its way out.
      const text = await readFile(join(bot.folder, name), 'utf8').catch(() => undefined);
      if (text !== undefined) files[name] = text;
    }
    const forms = { archive: toBase64(toArchive(files)), files, session: toSessionString(files) };
    const { id } = await tenant.http.importSession({ [form]: forms[form] });
    const session = world.watch(tenant, id);
    await session.status('connected');
    expect(session.statuses).not.toContain('qr_ready');
    await talks(session, ada, form);
    expect(await ada.devices()).toHaveLength(1);
  });

  it('says what cannot be imported, and what cannot be exported', async () => {
    const { http } = tenant;
    const bad = [
      [{}, 'file'],
      [{ session: 'x', archive: 'eA==' }, 'archive'],
      [{ session: 'not a session' }, 'session'],
      [{ session: 'H4sIAAAA' }, 'session'],
      [{ session: toSessionString({ 'creds.json': '{"me":{}}' }) }, 'session'],
      [{ archive: toBase64(new Uint8Array(30)) }, 'archive'],
      [{ files: { 'session-1.0.json': {} } }, 'files'],
      [{ passphrase, files: {} }, 'passphrase'],
    ] as const;
    for (const [body, field] of bad) {
      await expect(http.importSession(body)).rejects.toMatchObject({ code: 'invalid_request', details: [{ field }] });
    }
    const { id } = await http.createSession();
    await expect(http.exportSession(id, { passphrase: 'short' })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(http.exportSession(id, { passphrase })).rejects.toMatchObject({ code: 'session_not_linked' });
    const stranger = await world.tenant('member', 'stranger');
    await expect(stranger.http.exportSession(id, { passphrase })).rejects.toMatchObject({ code: 'session_not_found' });
  });
});
