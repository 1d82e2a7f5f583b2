import type { Http } from '../../client/index.ts';
import type { SessionDetails } from '../../core/model/operator.ts';
import { momentsFromApi } from './fromApi.ts';
import { momentsFromLogs, readLogs } from './fromLogs.ts';
import type { Moment } from './moment.ts';

export interface Sources {
  /** Undefined where only logs are left. */
  api: { http: Http; details: SessionDetails } | undefined;
  /** Files of structured lines. */
  logs: readonly string[];
}

/** A session's story in order, a line each: when, who tells it, what, and in brackets the request that it came of. */
export async function tellStory(id: string, { api, logs }: Sources): Promise<string[]> {
  const known = api ? await momentsFromApi(api.http, api.details) : [];
  const requests = known.flatMap(({ correlationId }) => correlationId ?? []);
  const moments = [...known, ...momentsFromLogs(await readLogs(logs), id, requests)];
  const width = Math.max(...moments.map(({ where }) => where.length));
  return moments.toSorted((a, b) => a.at.localeCompare(b.at)).map((moment) => lineOf(moment, width));
}

const lineOf = ({ at, where, what, correlationId }: Moment, width: number): string =>
  `${at}  ${where.padEnd(width)}  ${what.trim()}${correlationId === undefined ? '' : `  [${correlationId}]`}`;
