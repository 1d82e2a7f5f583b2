/** The part of dynalite that we use; it ships no types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';
  /** Times in milliseconds; `path` is a LevelDB folder. */
  export default function dynalite(options: { path: string; createTableMs: number }): Server;
}
