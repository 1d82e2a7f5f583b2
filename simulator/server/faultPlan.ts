import type { Fault, FaultKind } from './faultKinds.ts';
import { NEED_SECONDS } from './faultKinds.ts';

/** A fault and when it is to come, in seconds from now. */
export type Planned = { at: number; fault: Omit<Fault, 'target'> };

/** What a healthy client survives by itself. */
export const SURVIVABLE: FaultKind[] = [
  'drop',
  'silence',
  'slow',
  'reorder',
  'corrupt',
  '408',
  '500',
  '503',
  '515',
  'refuse',
  'http503',
];

/** The faults that a seed stands for: one about every `every` seconds, for so many seconds. The same seed plays the same. */
export function planFaults(
  seed: number,
  { seconds, every, kinds }: { seconds: number; every: number; kinds: FaultKind[] },
) {
  const random = generator(seed);
  const planned: Planned[] = [];
  for (let at = random() * every; at < seconds; at += every * (0.5 + random())) {
    const kind = kinds[Math.floor(random() * kinds.length)] ?? 'drop';
    const lasts = NEED_SECONDS.includes(kind) ? round(Math.min(every, 5) * (0.2 + 0.8 * random())) : 0;
    const latency = kind === 'slow' ? { latency: Math.floor(50 + 450 * random()) } : {};
    const skew = kind === 'clock' ? { skew: Math.floor((random() - 0.5) * 7200) } : {};
    planned.push({ at: round(at), fault: { kind, seconds: lasts, ...latency, ...skew } });
  }
  return planned;
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** Mulberry32: small, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
