import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ok, problem, reason, type Verdict } from '../verdict.ts';

/** The CDK builds the worker's image with it. `CDK_DOCKER` names another program with the same commands, as the CDK has it. */
export async function docker(): Promise<Verdict> {
  const program = process.env['CDK_DOCKER'] ?? 'docker';
  try {
    // The client answers without a daemon; only the daemon builds.
    const { stdout } = await promisify(execFile)(program, ['version', '--format', '{{.Server.Version}}']);
    return ok(`${program} ${stdout.trim()} builds the worker's image.`);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return problem(
      missing ? `There is no ${program} on this machine.` : `${program} does not answer. ${said(error)}`,
      "The worker's image is built with it. Install or start Docker, or name another builder in CDK_DOCKER (finch, podman); or let .github/workflows/deploy.yml deploy, whose machines have it.",
    );
  }
}

const said = (error: unknown): string =>
  error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : reason(error);
