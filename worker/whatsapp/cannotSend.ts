/** A message that can never be sent: it fails, and is not tried again. Its message is the reason that callers see. */
export class CannotSend extends Error {
  override readonly name = 'CannotSend';
}

/** The reason where nobody has the number. */
export const NOT_ON_WHATSAPP = 'not_on_whatsapp';
