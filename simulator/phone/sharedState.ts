import { chatModificationToAppPatch, decodePatches, encodeSyncdPatch, proto } from '@whiskeysockets/baileys';
import type { ChatModification } from '@whiskeysockets/baileys';
import { announcePatch } from '../server/announcePatch.ts';
import type { Account } from '../state/account.ts';
import type { Collection } from '../state/collection.ts';
import type { World } from '../state/world.ts';

type Name = Parameters<typeof decodePatches>[0];

const keyOf = ({ row }: Account) => {
  const { id, data } = row.sharedKey ?? { id: Buffer.alloc(0), data: Buffer.alloc(0) };
  const name = id.toString('base64');
  return {
    name,
    get: (asked: string) => (asked === name ? proto.Message.AppStateSyncKeyData.create({ keyData: data }) : undefined),
  };
};

/** Reads the patches that devices have made since the last look. */
export async function readPatches(world: World, account: Account, collection: Collection): Promise<void> {
  for (let next = collection.patches[collection.version]; next; next = collection.patches[collection.version]) {
    await readPatch(world, account, collection, next, collection.version + 1);
  }
}

/**
 * Reads a patch that a device has made. A patch that is not made with the account's key, or whose MACs or sums are
 * wrong, is counted and forgotten.
 */
async function readPatch(world: World, account: Account, collection: Collection, data: Buffer, version: number) {
  let wrong: string | undefined;
  const heard = () => undefined;
  const logger = { level: 'warn', child: () => logger, trace: heard, debug: heard, info: heard, error: heard, warn };
  function warn(_about: unknown, text?: string) {
    wrong = text ?? 'a wrong patch';
  }
  const get = (id: string) => Promise.resolve(keyOf(account).get(id));
  const state = { version: collection.version, hash: collection.hash, indexValueMap: collection.indexValueMap };
  const read = async () => {
    const patch = proto.SyncdPatch.decode(data);
    patch.version = proto.SyncdVersion.create({ version });
    return decodePatches(collection.name as Name, [patch], state, get, {}, undefined, logger, true);
  };
  const result = await read().catch(() => undefined);
  if (!result || wrong) {
    world.malformed('patch of the shared state with wrong keys or sums');
    collection.patches.length = version - 1;
    return;
  }
  const { hash, indexValueMap } = result.state;
  Object.assign(collection, { version, hash: Buffer.from(hash), indexValueMap });
  for (const [index, { syncAction }] of Object.entries(result.mutationMap))
    collection.actions.set(
      (JSON.parse(index) as string[]).join(' '),
      proto.SyncActionValue.toObject(proto.SyncActionValue.fromObject(syncAction.value ?? {})),
    );
  account.shared.save(collection);
  account.announce('state', { collection: collection.name, version });
}

/** Changes what the devices share, from the phone: all of them hear of it. */
export async function writePatch(world: World, account: Account, change: ChatModification, jid: string): Promise<void> {
  const create = chatModificationToAppPatch(change, jid);
  const collection = account.shared.get(create.type);
  await readPatches(world, account, collection);
  const key = keyOf(account);
  const before = { version: collection.version, hash: collection.hash, indexValueMap: collection.indexValueMap };
  const { patch, state } = await encodeSyncdPatch(create, key.name, before, (id) => Promise.resolve(key.get(id)));
  // A device was faster: its patch is read first, and this one made anew.
  if (collection.patches.length !== before.version) {
    await writePatch(world, account, change, jid);
    return;
  }
  const { version, hash, indexValueMap } = state;
  Object.assign(collection, { version, hash: Buffer.from(hash), indexValueMap });
  collection.patches.push(Buffer.from(proto.SyncdPatch.encode(patch).finish()));
  collection.actions.set(create.index.join(' '), create.syncAction);
  account.shared.save(collection);
  announcePatch(account, collection, 0);
}
