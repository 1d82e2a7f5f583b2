/** The worker's Dockerfile, instruction by instruction. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';

const Command = z.array(z.string()).min(1);

const lines = readFileSync('infra/worker.Dockerfile', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

/** What an instruction says, by its name; undefined where there is none. */
export const said = (name: string): string | undefined =>
  lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);

export const order = lines.map((line) => line.replace(/ .*/, ''));

/** A command in exec form, `["node", "main.mjs"]`: with a shell around it Node would get no SIGTERM. */
export const commandOf = (name: 'CMD' | 'HEALTHCHECK'): string[] =>
  Command.parse(JSON.parse(said(name)?.replace(/^.*?CMD (?=\[)/, '') ?? ''));
