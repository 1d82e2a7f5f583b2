/**
 * What a phone can be linked with: the QR code, and a pairing code where one is wanted. Never through the journal: they
 * are secrets while they are valid.
 */
import { toDataUrl } from '../../core/channels/qrPictures.ts';
import type { SessionId } from '../../core/model/ids.ts';
import { deleteOffer, type Offer, type OfferKind, writeOffer } from '../../core/store/linkOffers.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import type { Connection } from '../whatsapp/connection.ts';
import type { SessionJournal } from './sessionJournal.ts';

/** WhatsApp takes a pairing code as long as it shows QR codes: one for 60 s, five for 20 s each. */
const OFFERED_SECONDS = 160;

export class LinkOffers {
  readonly #context: Context;
  readonly #id: SessionId;
  readonly #journal: SessionJournal;
  /** Shows QR codes now; before the first one WhatsApp takes no request for a pairing code. */
  #connection: Connection | undefined;
  #offeredUntil = '';
  /** The ask for a pairing code that the present socket has answered. */
  #answered: string | undefined;

  constructor(context: Context, id: SessionId, journal: SessionJournal) {
    this.#context = context;
    this.#id = id;
    this.#journal = journal;
  }

  async showQr(connection: Connection, qrString: string, attempt: number, seconds: number): Promise<void> {
    if (this.#connection !== connection) this.#offeredUntil = after(OFFERED_SECONDS);
    this.#connection = connection;
    const offer = { qrString, attempt, expiresAt: after(seconds) };
    const [qr] = await Promise.all([toDataUrl(qrString), this.#keep('qr', offer)]);
    await this.#journal.show({ type: 'qr_code', sessionId: this.#id, qr, ...offer });
  }

  /** Makes the pairing code that is wanted, once for each ask and socket. */
  async showCode(pairing: SessionRow['pairing']): Promise<void> {
    if (!this.#connection || !pairing || pairing.askedAt === this.#answered) return;
    this.#answered = pairing.askedAt;
    const code = await this.#connection.requestPairingCode(pairing.phoneNumber).catch((error: unknown) => {
      this.#answered = undefined;
      throw error;
    });
    const offer = { code, expiresAt: this.#offeredUntil };
    await this.#keep('code', offer);
    await this.#journal.show({ type: 'pairing_code', sessionId: this.#id, ...offer });
  }

  /** Nothing of this socket can be used any more. */
  async withdraw(): Promise<void> {
    if (!this.#connection) return;
    this.#connection = undefined;
    this.#answered = undefined;
    const { table } = this.#context;
    await Promise.all([deleteOffer(table, this.#id, 'qr'), deleteOffer(table, this.#id, 'code')]);
  }

  /** Kept before it is pushed: who subscribes after the push finds it in the snapshot. */
  async #keep<K extends OfferKind>(kind: K, offer: Offer<K>): Promise<void> {
    const { generation, dataKeys } = this.#journal;
    const dataKey = await dataKeys.get(generation);
    await writeOffer(this.#context.table, this.#id, kind, { generation, dataKey }, offer);
  }
}

const after = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
