/** What the bench and the process with bare Baileys say to each other. */
export type Order =
  /** Logs in as the accounts of a file, so many at a time; they come back by themselves when they are dropped. */
  | { do: 'open'; file: string; lanes: number }
  /** The first accounts, one for each number, send so many texts to it, one after the other. */
  | { do: 'send'; to: string[]; texts: number }
  /** Shows a QR code and links. Answers the code's text with `shown`, and is done when it is logged in. */
  | { do: 'pair' }
  | { do: 'close' };

export type Answer =
  { type: 'ready' } | { type: 'shown'; qr: string } | { type: 'done' } | { type: 'failed'; words: string };
