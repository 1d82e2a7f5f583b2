import { type AuthenticationCreds, BufferJSON, proto, type SignalDataTypeMap } from '@whiskeysockets/baileys';

/** A linked device: what Baileys needs to log in as it. Keys by kind and id. */
export interface LinkedAccount {
  number: string;
  creds: AuthenticationCreds;
  keys: { [K in keyof SignalDataTypeMap]?: Record<string, unknown> };
}

/** By Baileys' own JSON, for another process. */
export const toText = (accounts: readonly LinkedAccount[]): string => JSON.stringify(accounts, BufferJSON.replacer);

/** Each account with objects of its own, as if it had been linked in this process. */
export function fromText(text: string): LinkedAccount[] {
  const accounts = JSON.parse(text, BufferJSON.reviver) as LinkedAccount[];
  for (const { keys } of accounts) {
    const shared = keys['app-state-sync-key'];
    for (const [id, value] of Object.entries(shared ?? {})) {
      if (shared) shared[id] = proto.Message.AppStateSyncKeyData.fromObject(value as object);
    }
  }
  return accounts;
}
