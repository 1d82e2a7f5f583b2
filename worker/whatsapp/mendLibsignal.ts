/**
 * libsignal 6.0.0 changes a session while it tries a message on it, and keeps the change when the message turns out not to
 * be of this session (`session_cipher.js`: the ratchet steps before the MAC is checked). Where a contact has more than one
 * session, the right one is found next, and the record is stored with the other one ruined: what we send on it can never
 * be read. A try that fails leaves the session as it was.
 */
import { SessionCipher } from 'libsignal';

interface Session {
  serialize: () => unknown;
}
type Try = (this: unknown, message: Uint8Array, session?: Session) => Promise<Uint8Array>;

const cipher = SessionCipher.prototype as unknown as { doDecryptWhisperMessage: Try };
const original = cipher.doDecryptWhisperMessage;

cipher.doDecryptWhisperMessage = async function (message, session) {
  if (!session) return original.call(this, message, session);
  const before = session.serialize();
  try {
    return await original.call(this, message, session);
  } catch (error) {
    const entry = session.constructor as unknown as { deserialize: (data: unknown) => object };
    Object.assign(session, entry.deserialize(before));
    throw error;
  }
};
