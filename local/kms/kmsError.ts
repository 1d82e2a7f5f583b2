/** An error as the KMS API names it; status 400. */
export class KmsError extends Error {
  override readonly name = 'KmsError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
