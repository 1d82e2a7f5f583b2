/** What has been counted since the simulator started. */
export type Counters = {
  logins: number;
  supersessions: number;
  supersededStanzas: number;
  decryptFailures: number;
  ratchetReuses: number;
  retries: number;
  clientRetries: number;
  clientNacks: number;
  refusedByClients: number;
  duplicates: number;
  malformed: number;
  unexpectedAcks: number;
  redelivered: number;
  preKeysHandedOut: number;
  uploads: number;
  internalErrors: number;
};

export function createCounters(): Counters {
  return {
    logins: 0,
    supersessions: 0,
    supersededStanzas: 0,
    decryptFailures: 0,
    ratchetReuses: 0,
    retries: 0,
    clientRetries: 0,
    clientNacks: 0,
    refusedByClients: 0,
    duplicates: 0,
    malformed: 0,
    unexpectedAcks: 0,
    redelivered: 0,
    preKeysHandedOut: 0,
    uploads: 0,
    internalErrors: 0,
  };
}
