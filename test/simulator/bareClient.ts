import type {
  AuthenticationCreds,
  SignalDataSet,
  SignalDataTypeMap,
  SignalKeyStore,
  UserFacingSocketConfig,
  WASocket,
} from '@whiskeysockets/baileys';
import { initAuthCreds, makeWASocket, proto } from '@whiskeysockets/baileys';
import { pino } from 'pino';

/** Where a client connects, and with which credentials; without any it asks to be linked. */
export type BareOptions = {
  url: string;
  creds?: AuthenticationCreds;
  keys?: MemoryKeys;
  getMessage?: (id: string) => proto.IMessage | undefined;
  config?: Partial<UserFacingSocketConfig>;
};

/** A bare client: the library's socket with keys in memory, which outlive the socket. */
export type BareClient = { socket: WASocket; creds: AuthenticationCreds; keys: MemoryKeys };

/** Signal keys in memory, by kind and id. */
class MemoryKeys implements SignalKeyStore {
  readonly values = new Map<string, unknown>();

  get<Kind extends keyof SignalDataTypeMap>(kind: Kind, ids: string[]) {
    const found: Record<string, SignalDataTypeMap[Kind]> = {};
    for (const id of ids) {
      const value = this.values.get(`${kind} ${id}`);
      if (value !== undefined) found[id] = value as SignalDataTypeMap[Kind];
    }
    return found;
  }

  set(data: SignalDataSet) {
    for (const [kind, entries] of Object.entries(data))
      for (const [id, value] of Object.entries(entries ?? {}))
        if (value === null || value === undefined) this.values.delete(`${kind} ${id}`);
        else this.values.set(`${kind} ${id}`, value);
  }
}

/** Connects the unmodified library to a WhatsApp server. */
export function connectBare({
  url,
  creds = initAuthCreds(),
  keys = new MemoryKeys(),
  getMessage,
  config = {},
}: BareOptions): BareClient {
  const socket = makeWASocket({
    ...config,
    waWebSocketUrl: url,
    auth: { creds, keys },
    logger: pino({ level: process.env.BARE_LOG ?? 'silent' }),
    getMessage: ({ id }) => Promise.resolve(id ? getMessage?.(id) : undefined),
  });
  socket.ev.on('creds.update', (update) => void Object.assign(creds, update));
  return { socket, creds, keys };
}
