import type { KeyPair } from '../../wire/curve.ts';

/** The sending half of a ratchet. */
type SendingChain = { key: Buffer; counter: number };

/** One receiving chain, with the keys of messages that have not come yet. */
export type ReceivingChain = { ratchetKey: Buffer; key: Buffer; counter: number; skipped: Map<number, Buffer> };

/** One Signal session: the state of a double ratchet. Public keys are raw (32 bytes). */
export type Session = {
  baseKey: Buffer;
  remoteIdentity: Buffer;
  rootKey: Buffer;
  sendingRatchet: KeyPair;
  sending: SendingChain | undefined;
  previousCounter: number;
  receiving: ReceivingChain[];
  /** Set until the other side has answered: what every message must carry so that they can build the session. */
  pending: { preKeyId: number | undefined; signedPreKeyId: number } | undefined;
};

/** All that a phone knows of one remote device. Old sessions are kept: messages may still arrive that need them. */
export type SessionRecord = { open: Session | undefined; archived: Session[] };

const MAX_ARCHIVED = 40;

/** Makes a session the open one and archives what was open. */
export function openSession(record: SessionRecord, session: Session): void {
  const rest = record.archived.filter((old) => old !== session);
  if (record.open && record.open !== session) rest.unshift(record.open);
  record.archived = rest.slice(0, MAX_ARCHIVED);
  record.open = session;
}

/** All sessions of a record, the open one first. */
export function sessionsOf(record: SessionRecord): Session[] {
  return record.open ? [record.open, ...record.archived] : record.archived;
}

/** Replaces a session by its later state, wherever it is. */
export function replaceSession(record: SessionRecord, old: Session, next: Session): void {
  if (record.open === old) record.open = next;
  else record.archived = record.archived.map((each) => (each === old ? next : each));
}
