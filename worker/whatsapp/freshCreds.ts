import { type AuthenticationCreds, initAuthCreds } from '@whiskeysockets/baileys';

/** A moment when the request that took the last ones has been answered. */
const REFILL_MS = 1_000;

let spare: AuthenticationCreds | undefined;
refill();

/**
 * Credentials for a device that is to be linked. Making them takes 15 ms of the processor, on the way to a QR code that a
 * person waits for: one set is made ahead.
 */
export function takeFreshCreds(): AuthenticationCreds {
  const creds = spare ?? initAuthCreds();
  spare = undefined;
  refill();
  return creds;
}

function refill(): void {
  setTimeout(() => {
    spare ??= initAuthCreds();
  }, REFILL_MS).unref();
}
