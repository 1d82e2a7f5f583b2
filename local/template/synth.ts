import { execFile } from 'node:child_process';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LocalError } from '../localError.ts';
import { cachedBuild, ROOT } from '../state/cachedBuild.ts';
import { Template } from './cloudFormation.ts';

/** What the template is made from. */
const SOURCES = ['infra/**', 'cdk.json', 'package-lock.json'];

/** The development stage's template, synthesised when its sources have changed. */
export async function synthesise(): Promise<Template> {
  const folder = await cachedBuild('cdk.out', 'local', SOURCES, async (into) => {
    const everything = join(into, 'synth');
    await rename(await runSynth(everything), join(into, 'template.json'));
    await rm(everything, { recursive: true });
  });
  return Template.parse(JSON.parse(await readFile(join(folder, 'template.json'), 'utf8')));
}

async function runSynth(into: string): Promise<string> {
  try {
    // CDK's own validation would be two thirds of the time; it belongs to the checks and the deployment.
    const env = { ...process.env, CDK_VALIDATION: 'false' };
    const { stdout } = await promisify(execFile)(process.execPath, ['infra/synth.ts', into], { cwd: ROOT, env });
    return stdout.trim();
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new LocalError(`The template could not be made from infra/:\n${stderr ?? String(error)}`, { cause: error });
  }
}
