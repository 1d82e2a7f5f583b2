import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import { listen } from '../listen.ts';
import { writeAtomically } from '../state/writeAtomically.ts';
import { MetricStore } from './metricStore.ts';

const GetMetricData = z.object({
  StartTime: z.number(),
  EndTime: z.number(),
  MetricDataQueries: z
    .array(
      z.object({
        Id: z.string(),
        MetricStat: z.object({
          Metric: z.object({ Namespace: z.string(), MetricName: z.string() }),
          Period: z.int().multipleOf(60).positive(),
          Stat: z.string(),
        }),
      }),
    )
    .max(500),
});

/** CloudWatch, as far as reading metrics needs it: GetMetricData in its JSON protocol. Kept in `<state>/cloudwatch`, for a day. */
export async function startCloudWatch(stateDir: string, port: number) {
  const folder = join(stateDir, 'cloudwatch');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'lines.log');
  const store = new MetricStore();
  const earlier = existsSync(file) ? (await readFile(file, 'utf8')).split('\n') : [];
  const kept = earlier.filter((line) => store.take(line));
  await writeAtomically(file, kept.map((line) => `${line}\n`).join(''));
  const lines = createWriteStream(file, { flags: 'a' });
  const listener = await listen('CloudWatch', port);
  listener.serve((request, response) => {
    void answer(store, request).then(({ status, body }) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body)),
    );
  });
  let open = true;
  return {
    url: listener.url,
    server: listener.server,
    /** A line of a log, as CloudWatch Logs finds it: what it tells of metrics is kept. */
    hear(line: string): void {
      if (open && store.take(line)) lines.write(`${line}\n`);
    },
    async [Symbol.asyncDispose]() {
      open = false;
      await listener[Symbol.asyncDispose]();
      await new Promise<void>((resolve) => lines.end(resolve));
    },
  };
}

async function answer(store: MetricStore, request: IncomingMessage): Promise<{ status: number; body: object }> {
  const name = String(request.headers['x-amz-target']).replace('GraniteServiceVersion20100801.', '');
  try {
    if (name !== 'GetMetricData')
      return failed('UnknownOperationException', `The local CloudWatch does not know ${name}.`);
    const { StartTime, EndTime, MetricDataQueries } = GetMetricData.parse(await json(request));
    const results = MetricDataQueries.map(({ Id, MetricStat: { Metric, Period, Stat } }) => {
      const query = { namespace: Metric.Namespace, name: Metric.MetricName, statistic: Stat, periodMs: Period * 1000 };
      const found = store.read(query, StartTime * 1000, EndTime * 1000);
      return {
        Id,
        Label: Metric.MetricName,
        Timestamps: found.map(({ at }) => at / 1000),
        Values: found.map(({ value }) => value),
        StatusCode: 'Complete',
      };
    });
    return { status: 200, body: { MetricDataResults: results, Messages: [] } };
  } catch (error) {
    return failed('InvalidParameterValueException', error instanceof Error ? error.message : String(error));
  }
}

const failed = (type: string, message: string) => ({ status: 400, body: { __type: type, message } });
