const CODES = ['401', '403', '405', '408', '440', '500', '503', '515'] as const;
const OTHERS = [
  'drop',
  'silence',
  'refuse',
  'slow',
  'reorder',
  'corrupt',
  'clock',
  'http503',
  'http429',
  'cold',
  'restrict',
  'cap',
] as const;

export const FAULT_KINDS = [...CODES, ...OTHERS] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/**
 * Something that is made to go wrong. A target is a number or `all`; seconds are 0 for a single blow; `latency` is in
 * milliseconds and of `slow`, `skew` in seconds and of `clock`.
 */
export type Fault = { target: string; kind: FaultKind; seconds: number; latency?: number; skew?: number };

/** Whether a fault ends the stream with the code that is its name. */
export function isCode(kind: FaultKind): boolean {
  return (CODES as readonly string[]).includes(kind);
}

/** Faults that make no sense as a single blow. */
export const NEED_SECONDS: FaultKind[] = [
  'silence',
  'refuse',
  'slow',
  'reorder',
  'clock',
  'http503',
  'http429',
  'cold',
  'restrict',
  'cap',
];
