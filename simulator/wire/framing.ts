/** Cuts a byte stream into WhatsApp's frames: an intro once, then frames with a length of three bytes. */
export class FrameReader {
  #bytes: Buffer = Buffer.alloc(0);
  #introduced = false;

  /** Adds received bytes and returns the frames that are now whole. Throws when the intro is not WhatsApp's. */
  push(chunk: Uint8Array): Buffer[] {
    this.#bytes = this.#bytes.length ? Buffer.concat([this.#bytes, chunk]) : Buffer.from(chunk);
    if (!this.#introduced && !this.#readIntro()) return [];
    const frames: Buffer[] = [];
    while (this.#bytes.length >= 3) {
      const end = 3 + this.#bytes.readUIntBE(0, 3);
      if (this.#bytes.length < end) break;
      frames.push(this.#bytes.subarray(3, end));
      this.#bytes = this.#bytes.subarray(end);
    }
    return frames;
  }

  #readIntro(): boolean {
    let start = 0;
    if (this.#bytes.toString('latin1', 0, 2) === 'ED') {
      // Routing information that an earlier connection was given comes before the intro proper.
      if (this.#bytes.length < 7) return false;
      start = 7 + this.#bytes.readUIntBE(4, 3);
    }
    if (this.#bytes.length < start + 4) return false;
    if (this.#bytes.toString('latin1', start, start + 2) !== 'WA') throw new Error('the intro is not WhatsApp’s');
    this.#bytes = this.#bytes.subarray(start + 4);
    this.#introduced = true;
    return true;
  }
}

/** One frame as it goes on the wire. */
export function frame(payload: Uint8Array): Buffer {
  const head = Buffer.allocUnsafe(3);
  head.writeUIntBE(payload.length, 0, 3);
  return Buffer.concat([head, payload]);
}
