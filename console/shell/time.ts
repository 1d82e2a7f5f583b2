/** Times in the reader's language. */
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const shortDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

const UNITS = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
] as const;

export function ago(time: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(time)) / 1000);
  const found = UNITS.find((unit) => seconds >= unit.seconds);
  return found ? relative.format(-Math.floor(seconds / found.seconds), found.unit) : 'just now';
}

export const clockTime = (time: string): string => clock.format(new Date(time));
export const fullTime = (time: string): string => full.format(new Date(time));
export const dayOf = (time: string): string => day.format(new Date(time));

/** The clock for today, else the date. */
export function shortTime(time: string, now: number): string {
  const date = new Date(time);
  return date.toDateString() === new Date(now).toDateString() ? clock.format(date) : shortDate.format(date);
}

/** Whole seconds until `time`, not below 0. */
export const secondsUntil = (time: string | number, now: number): number =>
  Math.max(0, Math.ceil((new Date(time).getTime() - now) / 1000));
