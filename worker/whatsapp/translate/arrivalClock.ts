/**
 * WhatsApp dates messages to the second. Within it they keep the order of their arrival, and what arrives live its
 * moment, so that a question is before its answer.
 * @returns places a message within its second, in milliseconds since 1970
 */
export function arrivalClock(now = Date.now): (second: number) => number {
  let last = 0;
  return (second) => {
    const [start, end] = [second * 1000, second * 1000 + 999];
    const arrived = now();
    const at = arrived >= start && arrived <= end ? arrived : start;
    last = last >= at && last <= end ? Math.min(last + 1, end) : at;
    return last;
  };
}
