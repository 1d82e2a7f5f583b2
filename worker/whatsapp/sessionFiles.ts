/** A linked device as Baileys' own multi-file folder has it: what bots start with, and what they bring. */
import { type AuthenticationCreds, BufferJSON, type SignalDataTypeMap } from '@whiskeysockets/baileys';
import { CREDS, type SessionFiles } from '../../core/model/sessionFiles.ts';
import { Credentials } from './credentials.ts';

type KeyType = keyof SignalDataTypeMap;

/** How an id is written in the name of a file, and read from it again: `/` and `:` are none of a name's letters. */
const HYPHENS = /-/g;
const KINDS: Record<KeyType, (name: string) => string> = {
  'sender-key-memory': same,
  // group::user::device
  'sender-key': (name) => name.replaceAll('--', '::'),
  'app-state-sync-version': (name) => name,
  // base64
  'app-state-sync-key': (name) => name.replaceAll('__', '/'),
  'identity-key': same,
  'lid-mapping': same,
  'device-list': same,
  'pre-key': same,
  session: same,
  // A JID with a device has a colon.
  tctoken: (name) => (name === TOKEN_INDEX ? name : name.replace(HYPHENS, ':')),
};
const TYPES = Object.keys(KINDS) as KeyType[];
const TOKEN_INDEX = '__index';

function same(name: string): string {
  return name;
}

const fileName = (type: KeyType, id: string) => `${type}-${id}.json`.replaceAll('/', '__').replaceAll(':', '-');
const write = (value: unknown): string => JSON.stringify(value, BufferJSON.replacer);
const read = (text: string): unknown => JSON.parse(text, BufferJSON.reviver) as unknown;

export async function filesOf(credentials: Credentials): Promise<SessionFiles> {
  const keys = credentials.view(
    () => false,
    () => undefined,
  );
  const files: SessionFiles = { [CREDS]: write(credentials.creds) };
  for (const type of TYPES) {
    const ids = credentials.ids(type);
    if (type === 'tctoken' && ids.length > 0) ids.push(TOKEN_INDEX);
    for (const [id, value] of Object.entries(await keys.get(type, ids))) files[fileName(type, id)] = write(value);
  }
  return files;
}

/** Files of other names are left out. */
export async function credentialsFrom(files: SessionFiles): Promise<Credentials> {
  const credentials = new Credentials();
  const keys = credentials.view(
    () => true,
    () => undefined,
  );
  credentials.replaceCreds(read(files[CREDS] ?? 'null') as AuthenticationCreds);
  for (const [name, text] of Object.entries(files)) {
    const type = TYPES.find((known) => name.startsWith(`${known}-`));
    if (!type) continue;
    const id = KINDS[type](name.slice(type.length + 1, -'.json'.length));
    await keys.set({ [type]: { [id]: read(text) } });
  }
  credentials.changeAll();
  return credentials;
}
