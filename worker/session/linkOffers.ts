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

type Pairing = NonNullable<SessionRow['pairing']>;

export class LinkOffers {
  readonly #context: Context;
  readonly #id: SessionId;
  readonly #journal: SessionJournal;
  /** Shows QR codes now; before the first one WhatsApp takes no request for a pairing code. */
  #connection: Connection | undefined;
  #offeredUntil = '';
  readonly #kept = new Set<OfferKind>();
  #wanted: Pairing | undefined;
  #asking = false;
  /** The ask for a pairing code that was answered on the present socket. */
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

  /** Makes the pairing code that is wanted, once for each ask and socket; one ask after the other. */
  async showCode(pairing: SessionRow['pairing']): Promise<void> {
    this.#wanted = pairing;
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#connection && this.#wanted && this.#wanted.askedAt !== this.#answered) {
        await this.#ask(this.#connection, this.#wanted);
      }
    } finally {
      this.#asking = false;
    }
  }

  async #ask(connection: Connection, { phoneNumber, askedAt }: Pairing): Promise<void> {
    const answer = await connection.requestPairingCode(phoneNumber);
    // The next socket asks for its own.
    if (this.#connection !== connection) return;
    this.#answered = askedAt;
    const offer = { ...answer, expiresAt: this.#offeredUntil };
    await this.#keep('code', offer);
    const sessionId = this.#id;
    if ('code' in offer) await this.#journal.show({ type: 'pairing_code', sessionId, ...offer });
    else await this.#journal.show({ type: 'pairing_code_refused', sessionId, error: offer.error });
  }

  /** Nothing of this socket can be used any more. */
  async withdraw(): Promise<void> {
    if (!this.#connection) return;
    this.#connection = undefined;
    this.#answered = undefined;
    const { table } = this.#context;
    const kept = [...this.#kept];
    this.#kept.clear();
    await Promise.all(kept.map((kind) => deleteOffer(table, this.#id, kind)));
  }

  /** Kept before it is pushed: who subscribes after the push finds it in the snapshot. */
  async #keep<K extends OfferKind>(kind: K, offer: Offer<K>): Promise<void> {
    this.#kept.add(kind);
    const { generation, dataKeys } = this.#journal;
    const dataKey = await dataKeys.get(generation);
    await writeOffer(this.#context.table, this.#id, kind, { generation, dataKey }, offer);
  }
}

const after = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
