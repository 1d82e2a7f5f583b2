import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { SessionId } from '../../core/model/ids.ts';
import { readCheckpoint } from '../../core/store/checkpoint.ts';
import { eventsOf } from '../../core/store/journalRows.ts';
import { findDataKey } from '../../core/store/vault.ts';
import type { Context } from '../../worker/context.ts';
import { Credentials } from '../../worker/whatsapp/credentials.ts';
import { contextOf } from '../worker/inProcess.ts';
import { type Tenant, World } from './world.ts';

interface Secret {
  name: string;
  /** Every form in which it could lie about. */
  forms: Buffer[];
}

const ofText = (name: string, text: string): Secret => ({
  name,
  forms: [Buffer.from(text), Buffer.from(Buffer.from(text).toString('base64'))],
});
const ofBytes = (name: string, bytes: Uint8Array): Secret => {
  const raw = Buffer.from(bytes);
  return { name, forms: [raw, Buffer.from(raw.toString('base64')), Buffer.from(raw.toString('hex'))] };
};

const found = (secrets: readonly Secret[], where: string, bytes: Buffer): string[] =>
  secrets.filter(({ forms }) => forms.some((form) => bytes.includes(form))).map(({ name }) => `${name} in ${where}`);

describe('secrets stay secret', () => {
  let world: World;
  let context: Context;
  let tenant: Tenant;
  const secrets: Secret[] = [];
  const texts: Secret[] = [];

  beforeAll(async () => {
    world = await World.open();
    context = contextOf(world);
    tenant = await world.tenant();
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const session = await world.session(tenant);
    const qr = await session.nextQr();
    secrets.push(ofText('a QR text', qr.qrString), ofText('a token', tenant.token));
    await ada.scan(qr.qrString);
    await session.status('connected');
    texts.push(
      ofText('a sent text', 'meet me at the lighthouse'),
      ofText('a received text', 'bring the blue umbrella'),
    );
    await session.messageStatus(await session.send(bob.number, 'meet me at the lighthouse'), 'delivered');
    await bob.writes(ada.number, 'bring the blue umbrella');
    await session.receives('bring the blue umbrella');
    // A kill, a takeover and a hand-over leave their traces, too.
    const [worker] = world.stack.workers;
    const before = session.events.length;
    worker?.kill('SIGKILL');
    await session.status('connected', before);
    await tenant.http.stopSession(session.id);
    await session.status('disconnected');
    const keys = await vi.waitFor(async () => {
      const known = await keysOf(session.id);
      if (known.length === 0) throw new Error('there is no checkpoint yet');
      return known;
    }, 10_000);
    secrets.push(...keys);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  /** What the credentials hold, read as their owner reads them. */
  async function keysOf(session: string): Promise<Secret[]> {
    const id = SessionId.parse(session);
    const keys: Secret[] = [];
    const checkpoint = await readCheckpoint(context.table, id, async (generation) => {
      const key = await findDataKey(context.table, context.vault, id, generation);
      if (key) keys.push(ofBytes('a data key', key.clear));
      return key?.clear;
    });
    if (!checkpoint?.state) return [];
    const credentials = new Credentials();
    credentials.apply(checkpoint.state);
    const { noiseKey, signedIdentityKey, signedPreKey, pairingEphemeralKeyPair, advSecretKey } = credentials.creds;
    for (const { private: key } of [noiseKey, signedIdentityKey, signedPreKey.keyPair, pairingEphemeralKeyPair]) {
      keys.push(ofBytes('a private key', key));
    }
    return [...keys, ofText('the ADV secret', advSecretKey)];
  }

  async function scanTable(): Promise<string[]> {
    const { Items = [] } = await context.table.db.send(new ScanCommand({ TableName: context.table.TableName }));
    return Items.flatMap((item) => {
      const binaries = Object.values(item).filter((value) => value instanceof Uint8Array);
      const events = z.instanceof(Uint8Array).safeParse(item['events']).data;
      return found(
        secrets,
        `${item['pk']} ${item['sk']}`,
        Buffer.concat([Buffer.from(JSON.stringify([item, eventsOf({ events })])), ...binaries]),
      );
    });
  }

  /** WhatsApp's own files, and those of KMS and of the issuer, stand for what is not ours. */
  async function scanFiles(folder: string, what: readonly Secret[]): Promise<string[]> {
    const entries = await readdir(join(world.stateDir, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter(
      (entry) => entry.isFile() && !/\/(simulator|kms|identity)(\/|$)/.test(entry.parentPath),
    );
    const hits = await Promise.all(
      files.map(async ({ parentPath, name }) =>
        found(what, join(parentPath, name), await readFile(join(parentPath, name))),
      ),
    );
    return hits.flat();
  }

  it('no private key, data key, QR text or token is in clear in the table or the state folder', async () => {
    expect(secrets.length).toBeGreaterThan(7);
    expect(await scanTable()).toEqual([]);
    expect(await scanFiles('.', secrets)).toEqual([]);
  });

  it('no secret and no message text is in a log', async () => {
    expect(await scanFiles('logs', [...secrets, ...texts])).toEqual([]);
  });

  it('one that is planted is found', async () => {
    const secret = secrets.find(({ name }) => name === 'a token');
    if (!secret) throw new Error('there is no secret');
    const clear = secret.forms[0] ?? Buffer.alloc(0);
    await context.table.db.send(
      new PutCommand({ TableName: context.table.TableName, Item: { pk: 'planted', sk: 'planted', bytes: clear } }),
    );
    expect(await scanTable()).toEqual([`${secret.name} in planted planted`]);
    await appendFile(join(world.stateDir, 'logs', 'worker-1.log'), `{"qr":"${String(clear)}"}\n`);
    expect(await scanFiles('logs', [...secrets, ...texts])).toHaveLength(1);
  });
});
