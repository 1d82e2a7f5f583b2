import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from './judge.ts';
import type { Run } from './run.ts';

interface Line {
  time: string;
  session: string;
  epoch: number;
  worker: string;
}

/** Logins by an owner after the session had a newer one, by the workers' own logs. */
export async function conflictsIn({ world }: Run): Promise<Problem[]> {
  const folder = join(world.stateDir, 'logs');
  const claims: Line[] = [];
  const logins: Line[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.startsWith('worker'))) {
    const held = new Map<string, number>();
    for (const text of (await readFile(join(folder, file), 'utf8')).split('\n')) {
      const line = parse(text);
      if (!line?.session) continue;
      if (line.msg === 'session claimed') held.set(line.session, line.epoch);
      const entry = { ...line, epoch: held.get(line.session) ?? 0, worker: file };
      if (line.msg === 'session claimed') claims.push(entry);
      if (line.msg === 'connected') logins.push(entry);
    }
  }
  return logins.flatMap((login): Problem[] => {
    const newer = claims.find(
      ({ session, epoch, time }) => session === login.session && epoch > login.epoch && time < login.time,
    );
    if (!newer) return [];
    const whose = `epoch ${login.epoch} in ${login.worker}`;
    return [
      {
        kind: 'conflicts',
        what: `${login.session}: ${whose} logged in at ${login.time}, after epoch ${newer.epoch} was claimed at ${newer.time}`,
      },
    ];
  });
}

function parse(text: string): (Line & { msg: string }) | undefined {
  try {
    return JSON.parse(text) as Line & { msg: string };
  } catch {
    return undefined;
  }
}
