import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Moment, named } from './moment.ts';

/** A line of a process's log. */
interface Line {
  where: string;
  entry: Record<string, unknown>;
}

/** What lines tell beside their words. */
const TOLD = [
  'route',
  'frame',
  'status',
  'reason',
  'error',
  'code',
  'reaction',
  'ending',
  'epoch',
  'worker',
  'dead',
  'loop',
  'messageId',
  'operationId',
  'kind',
  'outcome',
  'webhookId',
  'eventId',
  'type',
  'requestId',
  'milliseconds',
];

/** The structured lines of logs. A line may have something before its JSON, as `aws logs tail` prints it. */
export async function readLogs(files: readonly string[]): Promise<Line[]> {
  const lines = await Promise.all(
    files.map(async (file) => {
      const where = basename(file).replace(/(\.\d+)?\.log$/, '');
      return (await readFile(file, 'utf8')).split('\n').flatMap((line) => {
        const entry = entryIn(line);
        return entry ? [{ where, entry }] : [];
      });
    }),
  );
  return lines.flat();
}

function entryIn(line: string): Record<string, unknown> | undefined {
  const start = line.indexOf('{');
  if (start === -1) return undefined;
  try {
    return JSON.parse(line.slice(start)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

const sessionIn = ({ session, sessionId }: Line['entry']): unknown => session ?? sessionId;
const texts = (values: readonly unknown[]) => new Set(values.filter((value) => typeof value === 'string'));

/**
 * The lines about a session: those that name it, those of a request that something of it came of, and those that name a
 * worker which has held it.
 */
export function momentsFromLogs(lines: readonly Line[], id: string, correlationIds: readonly string[]): Moment[] {
  const direct = lines.filter(({ entry }) => sessionIn(entry) === id);
  const requests = texts([...correlationIds, ...direct.map(({ entry }) => entry['correlationId'])]);
  const workers = texts(direct.map(({ entry }) => entry['worker']));
  const isAbout = ({ entry }: Line): boolean => {
    if (isLook(entry)) return false;
    const session = sessionIn(entry);
    if (session !== undefined) return session === id;
    const of = (known: ReadonlySet<string>, name: string) => known.has(String(entry[name]));
    return of(requests, 'correlationId') || of(workers, 'worker') || of(workers, 'dead');
  };
  return lines.filter(isAbout).map(ofLine);
}

/** Somebody only looked: a page does that all the time. */
const isLook = ({ route, status }: Line['entry']): boolean => String(route).startsWith('GET ') && Number(status) < 400;

function ofLine({ where, entry }: Line): Moment {
  const { time, timestamp, msg, message, error, milliseconds, correlationId } = entry;
  const said = typeof error === 'object' && error !== null && 'name' in error ? { ...entry, error: error.name } : entry;
  // A request's line is written at its end, and what came of it in between comes after it.
  const at = Date.parse(String(time ?? timestamp)) - (typeof milliseconds === 'number' ? milliseconds : 0);
  return {
    at: new Date(at).toISOString(),
    where,
    what: `${String(msg ?? message)} ${named(said, TOLD)}`,
    correlationId: typeof correlationId === 'string' ? correlationId : undefined,
  };
}
