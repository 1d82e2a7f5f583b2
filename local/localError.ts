/** Something that the person at the terminal can put right: its message is all that is shown, without a stack. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
}
