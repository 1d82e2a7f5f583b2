/** Of these frames, what lets whoever reads it in. */
const SECRETS: Record<string, readonly string[]> = {
  qr_code: ['qr', 'qrString'],
  pairing_code: ['code'],
  session_generated: ['session'],
};
const HIDDEN = '(a secret, not shown here)';

/** A frame as it may stand on a screen that others see: the frames that are in it, too. */
export function secretless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(secretless);
  if (typeof value !== 'object' || value === null) return value;
  const hidden = 'type' in value && typeof value.type === 'string' ? (SECRETS[value.type] ?? []) : [];
  const fields = Object.entries(value).map(([name, one]) => [name, hidden.includes(name) ? HIDDEN : secretless(one)]);
  return Object.fromEntries(fields) as unknown;
}
