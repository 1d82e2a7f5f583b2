import { useNow } from '../state/useNow.ts';
import { ago, fullTime } from './time.ts';

/** How long ago, kept up to date; the exact time on hover. */
export function Ago({ time }: { time: string }) {
  const now = useNow(15_000);
  return (
    <time dateTime={time} title={fullTime(time)}>
      {ago(time, now)}
    </time>
  );
}
