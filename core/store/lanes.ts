/** Writes at a time. */
const LANES = 16;

/** Makes many independent writes, some at a time. */
export async function inLanes(writes: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = writes.values();
  const lane = async () => {
    for (const write of waiting) await write();
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
