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

const monthDay = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: 'numeric' });

/** For what lies within one day the clock is enough. */
export const pointTime = (time: string, long: boolean): string => (long ? monthDay : clock).format(new Date(time));
export const clockTime = (time: string): string => clock.format(new Date(time));
export const fullTime = (time: string): string => full.format(new Date(time));

const DAY = 86_400_000;
const words = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** "Today", "Yesterday", or the date. */
export function dayOf(time: string, now: number): string {
  const date = new Date(time);
  const midnight = (of: Date) => new Date(of).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(date) - midnight(new Date(now))) / DAY);
  return capital(days === 0 || days === -1 ? words.format(days, 'day') : day.format(date));
}

/** The clock for today, else the date. */
export function shortTime(time: string, now: number): string {
  const date = new Date(time);
  return date.toDateString() === new Date(now).toDateString() ? clock.format(date) : shortDate.format(date);
}

/** Whole seconds until `time`, not below 0. */
export const secondsUntil = (time: string | number, now: number): number =>
  Math.max(0, Math.ceil((new Date(time).getTime() - now) / 1000));

/** `42 s`, or `2:05 min` beyond a minute. */
export function minutesAndSeconds(seconds: number): string {
  if (seconds <= 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`;
}
