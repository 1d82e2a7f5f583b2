/** The worker's image without Docker: its files, its command and its check, in what Linux gives a container. */
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../local/listen.ts';
import { commandOf, said } from '../infra/image.ts';

/** Of the simulated WhatsApp: the one file that is not the image's. */
const AUTHORITY = 'authority.pem';
/** As `node` in the image. */
const USER = 1000;
const NAMESPACES = ['--mount', '--pid', '--fork', '--kill-child'];
/** Only root may, and not in every container; elsewhere the files and the command run without walls. */
const PROBE = 'mount --make-rprivate / && mount -t tmpfs tmpfs /mnt && which nsenter setpriv chroot';
export const CONTAINED =
  process.getuid?.() === 0 && spawnSync('unshare', [...NAMESPACES, 'sh', '-c', PROBE]).status === 0;

/**
 * $1 becomes the root: this machine's programs, Node ($2) and the image's files ($3), of which nothing can be written, and a
 * /tmp of 64 MB. What follows is process 1 there.
 */
const WALLS = `
set -e
mount --make-rprivate /
root=$1 node=$2 app=$3; shift 3
mount -t tmpfs -o mode=755 tmpfs "$root"
mkdir "$root/proc" "$root/tmp"
share() { mkdir -p "$root$2"; mount --bind "$1" "$root$2"; mount -o remount,bind,ro "$root$2"; }
for folder in /usr /etc /bin /lib /lib64; do
  if [ -L $folder ]; then cp -P $folder "$root"; elif [ -d $folder ]; then share $folder $folder; fi
done
share "$node" /node; share "$app" /app; share /dev /dev
mount -t proc proc "$root/proc"
mount -t tmpfs -o size=64m,mode=1777 tmpfs "$root/tmp"
mount -o remount,ro "$root"
exec chroot --userspec=${USER}:${USER} "$root" /usr/bin/env -C /app "$@"
`;

export class Container implements AsyncDisposable {
  readonly #folder: string;
  readonly #port: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;

  /** Copies what the image copies, and runs its command on it, with a worker's environment. */
  static async start(environment: Record<string, string>): Promise<Container> {
    const folder = await mkdtemp(join(tmpdir(), 'keepline-image-'));
    const [app, root] = [join(folder, 'app'), join(folder, 'root')];
    const [from = ''] = said('COPY')?.split(' ') ?? [];
    await Promise.all([cp(from, app, { recursive: true }), mkdir(root)]);
    await copyFile(environment['NODE_EXTRA_CA_CERTS'] ?? '', join(app, AUTHORITY));
    const port = String(await freePort('a health check', 0));
    const env = { ...environment, NODE_EXTRA_CA_CERTS: AUTHORITY, NODE_ENV: 'production', HEALTH_PORT: port };
    return new Container(folder, port, CONTAINED ? walled(root, app, env) : bare(app, env));
  }

  private constructor(folder: string, port: string, child: ChildProcess) {
    this.#folder = folder;
    this.#port = port;
    this.#child = child;
    this.#ended = once(child, 'exit');
  }

  /** What the image's own check says. */
  async healthy(): Promise<boolean> {
    const [, ...check] = commandOf('HEALTHCHECK').map((word) => word.replace('8080', this.#port));
    return this.run(...check).then(
      () => true,
      () => false,
    );
  }

  /** Node with such arguments, beside the worker and as its user. */
  async run(...args: string[]): Promise<string> {
    const inside = ['--target', String(await this.#pid()), '--mount', '--pid', '--root', '--wd'];
    const as = ['setpriv', '--reuid', String(USER), '--regid', String(USER), '--clear-groups', '/node/node'];
    const [program, ...rest] = CONTAINED ? ['nsenter', ...inside, ...as, ...args] : [process.execPath, ...args];
    return (await promisify(execFile)(program, rest)).stdout.trim();
  }

  /** SIGTERM to process 1, as ECS sends it; resolves with how it ended. */
  async stop(): Promise<unknown[]> {
    process.kill(await this.#pid(), 'SIGTERM');
    return this.#ended;
  }

  /** The worker's own, as this machine counts. */
  async #pid(): Promise<number> {
    const { pid = 0 } = this.#child;
    return CONTAINED ? Number(await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')) : pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
    await rm(this.#folder, { recursive: true });
  }
}

function walled(root: string, app: string, env: Record<string, string>): ChildProcess {
  const walls = [...NAMESPACES, 'sh', '-c', WALLS, 'sh', root, dirname(process.execPath), app, ...commandOf('CMD')];
  return spawn('unshare', walls, { env: { ...env, PATH: `/node:${process.env['PATH']}` }, stdio: 'ignore' });
}

function bare(app: string, env: Record<string, string>): ChildProcess {
  const [, ...args] = commandOf('CMD');
  return spawn(process.execPath, args, { cwd: app, env, stdio: 'ignore' });
}
