/** The metrics of embedded-format lines, as CloudWatch keeps them: a day of them, by the minute. */
import * as z from 'zod';

const MINUTE_MS = 60_000;
const KEPT_MS = 24 * 60 * MINUTE_MS;

const Line = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(z.object({ Namespace: z.string(), Metrics: z.array(z.object({ Name: z.string() })) })),
  }),
});
const Values = z.union([z.number().transform((one) => [one]), z.array(z.number())]);

const STATISTICS: Record<string, (values: number[]) => number> = {
  SampleCount: (values) => values.length,
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  Minimum: (values) => values.reduce((least, value) => Math.min(least, value)),
  Maximum: (values) => values.reduce((most, value) => Math.max(most, value)),
};

export class MetricStore {
  /** By namespace and name, then by the minute. */
  readonly #metrics = new Map<string, Map<number, number[]>>();

  /** @returns false for a line that tells no metrics */
  take(line: string): boolean {
    if (!line.includes('"_aws"')) return false;
    const read = Line.safeParse(jsonOf(line));
    if (!read.success) return false;
    const { _aws: told, ...fields } = read.data;
    if (told.Timestamp < Date.now() - KEPT_MS) return false;
    const minute = startOf(told.Timestamp, MINUTE_MS);
    for (const { Namespace, Metrics } of told.CloudWatchMetrics) {
      for (const { Name } of Metrics) {
        const values = Values.safeParse(fields[Name]).data ?? [];
        this.#add(`${Namespace} ${Name}`, minute, values);
      }
    }
    return true;
  }

  /** Of each period in which something was told, from `since` until before `until`, milliseconds since 1970. */
  read(
    { namespace, name, statistic, periodMs }: { namespace: string; name: string; statistic: string; periodMs: number },
    since: number,
    until: number,
  ): { at: number; value: number }[] {
    const periods = new Map<number, number[]>();
    for (const [minute, values] of this.#metrics.get(`${namespace} ${name}`) ?? []) {
      if (minute < since || minute >= until) continue;
      const at = startOf(minute, periodMs);
      periods.set(at, [...(periods.get(at) ?? []), ...values]);
    }
    return Array.from(periods, ([at, values]) => ({ at, value: of(statistic, values) })).toSorted(
      (a, b) => a.at - b.at,
    );
  }

  #add(metric: string, minute: number, values: number[]): void {
    const minutes = this.#metrics.get(metric) ?? new Map<number, number[]>();
    this.#metrics.set(metric, minutes);
    minutes.set(minute, [...(minutes.get(minute) ?? []), ...values]);
    for (const old of minutes.keys()) if (old < Date.now() - KEPT_MS) minutes.delete(old);
  }
}

const startOf = (ms: number, periodMs: number): number => ms - (ms % periodMs);

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** @throws when there is no such statistic */
function of(statistic: string, values: number[]): number {
  const [, percent] = /^p(\d{1,2}(?:\.\d+)?)$/.exec(statistic) ?? [];
  if (percent !== undefined) {
    const sorted = values.toSorted((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil((Number(percent) / 100) * sorted.length) - 1)] ?? 0;
  }
  const known = STATISTICS[statistic];
  if (!known) throw new Error(`The local CloudWatch does not know the statistic ${statistic}.`);
  return known(values);
}
