/** What a process takes, as the kernel counts it. Linux only. */
import { readFileSync } from 'node:fs';

/** Resident memory, in megabytes. */
export function memoryOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
