/**
 * Why a file is not to be had, as callers see it. `gone`: WhatsApp has it no more, the phone may put it there again;
 * `unreachable`: another try may succeed.
 */
type Reason = 'gone' | 'unreachable' | 'damaged' | 'too_large' | 'not_whatsapp';

export class FileTrouble extends Error {
  override readonly name = 'FileTrouble';
  readonly reason: Reason;

  constructor(reason: Reason, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}
