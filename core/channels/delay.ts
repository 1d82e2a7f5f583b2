/** SQS's longest delay. What is due later is rung again by whoever hears the bell. */
const LONGEST_SECONDS = 900;

/** As SQS takes it. */
export const delaySeconds = (delayMs: number): number =>
  Math.min(LONGEST_SECONDS, Math.max(0, Math.ceil(delayMs / 1000)));
