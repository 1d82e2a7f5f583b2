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
  readonly #pairing: () => SessionRow['pairing'];
  #asking = false;
  /** The ask for a pairing code that was answered on the present socket. */
  #answered: string | undefined;

  /** @param pairing the pairing code that is wanted now, if one is */
  constructor(context: Context, id: SessionId, journal: SessionJournal, pairing: () => SessionRow['pairing']) {
    this.#context = context;
    this.#pairing = pairing;
    this.#id = id;
    this.#journal = journal;
  }

  showQr(connection: Connection, qrString: string, attempt: number, seconds: number): void {
    this.#show(connection, qrString, attempt, seconds).then(
      () => this.showCode(),
      (error: unknown) => this.#warn('a link code could not be shown', error),
    );
  }

  /** Makes the pairing code that is wanted, once for each ask and socket; one ask after the other. */
  showCode(): void {
    if (this.#asking) return;
    this.#askAll().catch((error: unknown) => this.#warn('a pairing code could not be shown', error));
  }

  /** Nothing of this socket can be used any more. */
  withdraw(): void {
    if (!this.#connection) return;
    this.#connection = undefined;
    this.#answered = undefined;
    const { table } = this.#context;
    const kept = [...this.#kept];
    this.#kept.clear();
    Promise.all(kept.map((kind) => deleteOffer(table, this.#id, kind))).catch(() => {
      // They expire by themselves.
    });
  }

  async #show(connection: Connection, qrString: string, attempt: number, seconds: number): Promise<void> {
    if (this.#connection !== connection) this.#offeredUntil = after(OFFERED_SECONDS);
    this.#connection = connection;
    const offer = { ...this.#journal.asked.name, qrString, attempt, expiresAt: after(seconds) };
    const [qr, valid] = await Promise.all([toDataUrl(qrString), this.#keep(connection, 'qr', offer)]);
    if (valid) await this.#journal.show({ type: 'qr_code', sessionId: this.#id, qr, ...offer });
  }

  async #askAll(): Promise<void> {
    this.#asking = true;
    try {
      for (let wanted = this.#pairing(); wanted && wanted.askedAt !== this.#answered; wanted = this.#pairing()) {
        if (!this.#connection) return;
        await this.#ask(this.#connection, wanted);
      }
    } finally {
      this.#asking = false;
    }
  }

  async #ask(connection: Connection, { phoneNumber, askedAt, correlationId }: Pairing): Promise<void> {
    const answer = await connection.requestPairingCode(phoneNumber);
    // The next socket asks for its own.
    if (this.#connection !== connection) return;
    this.#answered = askedAt;
    const of = { sessionId: this.#id, correlationId };
    const offer = { ...answer, correlationId, expiresAt: this.#offeredUntil };
    if (!(await this.#keep(connection, 'code', offer))) return;
    if ('code' in offer) await this.#journal.show({ type: 'pairing_code', ...of, ...offer });
    else await this.#journal.show({ type: 'pairing_code_refused', ...of, error: offer.error });
  }

  /**
   * Kept before it is pushed: who subscribes after the push finds it in the snapshot.
   * @returns false where it was withdrawn meanwhile
   */
  async #keep<K extends OfferKind>(connection: Connection, kind: K, offer: Offer<K>): Promise<boolean> {
    const { table } = this.#context;
    this.#kept.add(kind);
    const { generation, dataKeys } = this.#journal;
    const dataKey = await dataKeys.get(generation);
    await writeOffer(table, this.#id, kind, { generation, dataKey }, offer);
    // The withdrawal came before the row. What the next socket shows takes its place.
    if (!this.#connection) await deleteOffer(table, this.#id, kind);
    return this.#connection === connection;
  }

  #warn(words: string, error: unknown): void {
    this.#context.log.warn({ session: this.#id, error: String(error) }, words);
  }
}

const after = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
