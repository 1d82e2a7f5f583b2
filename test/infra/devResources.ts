import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { synthesize } from '../../infra/synth.ts';

export const Resources = z.record(
  z.string(),
  z.object({
    Type: z.string(),
    Properties: z.unknown(),
    Metadata: z.object({ 'keepline:entry': z.string().optional() }).default({}),
    DependsOn: z.array(z.string()).default([]),
    /** What becomes of it when the stack goes, and when another takes its place. */
    DeletionPolicy: z.string().optional(),
    UpdateReplacePolicy: z.string().optional(),
  }),
);
export type Resources = z.infer<typeof Resources>;

/** The dev stage's resources by logical id. Takes seconds: once for each test file. */
export function devResources(): Resources {
  const outdir = mkdtempSync(join(tmpdir(), 'keepline-synth-'));
  try {
    return z.object({ Resources }).parse(JSON.parse(readFileSync(synthesize(outdir), 'utf8'))).Resources;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
