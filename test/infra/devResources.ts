import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { synthesize } from '../../infra/synth.ts';

const Resources = z.record(
  z.string(),
  z.object({
    Type: z.string(),
    Properties: z.unknown(),
    Metadata: z.object({ 'keepline:entry': z.string().optional() }).default({}),
  }),
);

/** The dev stage's resources by logical id. Takes seconds: once for each test file. */
export function devResources(): z.infer<typeof Resources> {
  const outdir = mkdtempSync(join(tmpdir(), 'keepline-synth-'));
  try {
    return z.object({ Resources }).parse(JSON.parse(readFileSync(synthesize(outdir), 'utf8'))).Resources;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
