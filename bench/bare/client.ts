import { DisconnectReason } from '@whiskeysockets/baileys';
import { type BareClient, connectBare } from '../../test/simulator/bareClient.ts';
import type { LinkedAccount } from '../fleet/account.ts';

/** A bare client that logs in as a linked account, and comes back at once whenever it is dropped. */
export class Client {
  readonly #url: string;
  readonly #onQr: (qr: string) => void;
  readonly #open = Promise.withResolvers<void>();
  #bare: BareClient;
  #ended = false;

  /** @param account none: it shows a QR code */
  constructor(url: string, account?: LinkedAccount, onQr: (qr: string) => void = () => {}) {
    this.#url = url;
    this.#onQr = onQr;
    this.#bare = this.#connect(account?.creds);
    for (const [kind, values] of Object.entries(account?.keys ?? {})) {
      for (const [id, value] of Object.entries(values)) this.#bare.keys.values.set(`${kind} ${id}`, value);
    }
  }

  /** Logged in for the first time. */
  get opened(): Promise<void> {
    return this.#open.promise;
  }

  async send(to: string, text: string): Promise<void> {
    await this.#bare.socket.sendMessage(`${to}@s.whatsapp.net`, { text });
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#bare.socket.end(undefined);
  }

  #connect(creds: BareClient['creds'] | undefined, keys?: BareClient['keys']): BareClient {
    const config = { markOnlineOnConnect: false, syncFullHistory: false };
    const bare = connectBare({ url: this.#url, config, ...(creds && { creds }), ...(keys && { keys }) });
    bare.socket.ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
      if (qr) this.#onQr(qr);
      if (connection === 'open') this.#open.resolve();
      if (connection !== 'close' || this.#ended) return;
      const error = lastDisconnect?.error as { output?: { statusCode?: number } } | undefined;
      if (error?.output?.statusCode === DisconnectReason.loggedOut) this.#open.reject(new Error('logged out'));
      else this.#bare = this.#connect(bare.creds, bare.keys);
    });
    return bare;
  }
}
