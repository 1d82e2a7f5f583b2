import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import cdk from '../../cdk.json' with { type: 'json' };

const run = promisify(execFile);

vi.setConfig({ testTimeout: 60_000 });

/** Runs the app as the CDK's command does, without bundles; it ends with an error when a rule is broken. */
async function synthesizeStrictly(stage: string): Promise<unknown> {
  const outdir = mkdtempSync(join(tmpdir(), 'keepline-rules-'));
  const settings = { ...cdk.context, stage, 'aws:cdk:bundling-stacks': [] };
  try {
    const env = { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(settings) };
    await run(process.execPath, ['infra/app.ts'], { env });
    return JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

test.each(['dev', 'production'])('%s breaks no AwsSolutions rule, and its template is valid', async (stage) => {
  expect(await synthesizeStrictly(stage)).toMatchObject({ pluginReports: [] });
});

test('a stage that does not exist is refused by name', async () => {
  await expect(synthesizeStrictly('prod')).rejects.toThrow('There is no stage "prod": it is one of dev, production.');
});
