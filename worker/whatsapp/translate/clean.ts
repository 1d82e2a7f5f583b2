/** Strangers write it: bounded, and well-formed, since the store takes nothing else. Undefined for nothing. */
export function clean(text: string | null | undefined, limit: number): string | undefined {
  return text ? text.slice(0, limit).toWellFormed() : undefined;
}

/** A number of WhatsApp's, which may be a 64-bit object; undefined where there is none. */
export function toCount(value: number | { toString: () => string } | null | undefined): number | undefined {
  const count = value === null || value === undefined ? undefined : Number(value);
  return count !== undefined && Number.isSafeInteger(count) && count > 0 ? count : undefined;
}
