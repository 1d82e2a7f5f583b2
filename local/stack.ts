import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { awsEnvironment } from './aws.ts';
import { buildConsole } from './console/build.ts';
import { serveConsole } from './console/start.ts';
import { type Doors, openDoors } from './doors.ts';
import { type Functions, startFunctions } from './functions/startAll.ts';
import { LocalError } from './localError.ts';
import { CLIENT_ID } from './identity/claims.ts';
import { serveIdentity } from './identity/start.ts';
import { signToken } from './identity/token.ts';
import type { User } from './identity/users.ts';
import { portsFrom } from './ports.ts';
import type { Supervised } from './process/supervise.ts';
import { createResources } from './resources.ts';
import { startSimulator } from './simulator/start.ts';
import { lockState } from './state/lock.ts';
import { openLogs } from './state/logs.ts';
import { writeAtomically } from './state/writeAtomically.ts';
import { localised } from './template/addresses.ts';
import type { Blueprint, FunctionSpec } from './template/blueprint.ts';
import type { Template } from './template/cloudFormation.ts';
import { keyIds, readBlueprint } from './template/read.ts';
import { synthesise } from './template/synth.ts';
import { together } from './together.ts';
import type { Traffic } from './traffic/traffic.ts';
import { startTriggers } from './triggers/startAll.ts';
import { startWorkers } from './worker/startAll.ts';

export interface LocalOptions {
  /** Everything that is to survive is kept here. */
  stateDir: string;
  /** The first of the ports; 0 takes free ones. */
  port: number;
  /** How many worker processes. */
  workers: number;
  /** `simulator`, `real`, or the `ws://` address of another server. */
  whatsapp: string;
  /** Runs what `infra/build.ts` has put into dist/, which is what is deployed, instead of the sources. */
  bundles?: boolean;
  /** Over what the template gives to the workers: an operator's settings, like a shorter life of a QR code. */
  workerEnvironment?: Record<string, string>;
  /** The same for the functions. */
  functionEnvironment?: Record<string, string>;
  /** Sees, and may disturb, what functions and workers ask of AWS. */
  traffic?: Traffic;
  onProgress?: (text: string) => void;
}

/** Addresses; also in `<state>/endpoints.json` while the system is up. */
export interface Endpoints {
  api: string;
  websocket: string;
  console: string;
  issuer: string;
  /** The simulator's control API, where WhatsApp is simulated. */
  simulator?: string;
}

export interface LocalStack extends AsyncDisposable {
  endpoints: Endpoints;
  /** The worker's environment: the AWS SDK's own variables, which lead its clients here, and the resources' names. */
  aws: Record<string, string>;
  workers: Supervised[];
  functions: Pick<Functions, 'call' | 'kill'>;
  /** An access token of a seeded user; `tenant` puts the user into another tenant. */
  token(user: User, tenant?: string): Promise<string>;
  stop(): Promise<void>;
}

/** The whole system on this machine. It is up when this resolves; `stop` ends all of it in order. */
export async function startLocal(options: LocalOptions): Promise<LocalStack> {
  const stack = new AsyncDisposableStack();
  try {
    return await bringUp(stack, options);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function bringUp(stack: AsyncDisposableStack, options: LocalOptions): Promise<LocalStack> {
  const { port, workers: count, whatsapp, onProgress = () => undefined } = options;
  const stateDir = resolve(options.stateDir);
  const endpointsFile = await enterState(stack, stateDir);

  onProgress('reading the template, opening the doors');
  const page = buildConsole(onProgress);
  const [template, doors] = await together(synthesise(), openDoors(stack, stateDir, portsFrom(port), options.traffic));
  const sources = await localBlueprint(template, doors);
  const blueprint = options.bundles ? bundled(sources) : sources;
  const aws = awsEnvironment(doors.awsUrls, stateDir);
  const logs = openLogs(stateDir, { onLine: (line) => doors.cloudwatch.hear(line), onError: onProgress });

  onProgress('creating the table and the queues, starting the functions and WhatsApp');
  const settings = { ...ON_ONE_MACHINE, ...METRICS_AT_ONCE, ...options.functionEnvironment };
  const functions = startFunctions(stack, withSettings(blueprint.functions, settings), aws, logs, onProgress);
  const [simulator] = await together(
    whatsapp === 'simulator'
      ? startSimulator({ stack, stateDir, port: portsFrom(port).simulator, logs, onProgress })
      : none,
    createResources(blueprint, doors),
    serveIdentity(stack, doors.issuer, { stateDir, identity: blueprint.identity, consoleUrl: doors.page.url }),
  );
  doors.api.serve(blueprint, functions.invoke);
  startTriggers(stack, blueprint, doors, functions.invoke);

  onProgress(`starting ${count} worker${count === 1 ? '' : 's'}`);
  const whatsappUrl = simulator?.webSocketUrl ?? (whatsapp === 'real' ? undefined : whatsapp);
  const environment = {
    ...aws,
    ...blueprint.worker.environment,
    ...(whatsappUrl && { WHATSAPP_URL: whatsappUrl }),
    ...(simulator && { NODE_EXTRA_CA_CERTS: simulator.authorityFile, ...AMONG_SIMULATED_PEOPLE }),
    PROXIES_ALLOW_PRIVATE: 'true',
    ...METRICS_AT_ONCE,
    ...options.workerEnvironment,
  };
  const spec = { ...blueprint.worker, environment };
  const [workers] = await together(startWorkers({ stack, count, spec, logs, onProgress }), functions.loaded);

  const endpoints: Endpoints = {
    api: doors.api.url,
    websocket: doors.api.webSocketUrl,
    console: doors.page.url,
    issuer: doors.issuer.url,
    ...(simulator && { simulator: simulator.url }),
  };
  const { console: _, ...known } = endpoints;
  serveConsole(
    doors.page,
    page,
    { ...known, clientId: CLIENT_ID, audience: blueprint.identity.audience },
    doors.awsUrls.s3,
  );
  await writeAtomically(endpointsFile, JSON.stringify(endpoints, undefined, 2));

  return {
    endpoints,
    aws: environment,
    workers,
    functions,
    token: (user, tenant) => signToken(stateDir, user, tenant),
    stop: () => stack.disposeAsync(),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** What is forbidden in the cloud, or off: a webhook's endpoint may be a program on this machine; guests are welcome. */
const ON_ONE_MACHINE = { WEBHOOKS_ALLOW_PRIVATE: 'true', GUESTS_ALLOWED: 'true' };
/** Whoever tries it out looks at the charts at once. */
const METRICS_AT_ONCE = { METRICS_SECONDS: '5' };

/** Simulated people are not bothered by haste. */
const AMONG_SIMULATED_PEOPLE = { SEND_BURST: '1000', SENDS_PER_MINUTE: '600000' };

const withSettings = (functions: FunctionSpec[], settings: Record<string, string>): FunctionSpec[] =>
  functions.map((spec) => ({ ...spec, environment: { ...spec.environment, ...settings } }));

const bundled = (blueprint: Blueprint): Blueprint => {
  const bundle = <T extends { entry: string }>(spec: T) => ({
    ...spec,
    file: `dist/${spec.entry.replace(/ts$/, 'mjs')}`,
  });
  return { ...blueprint, functions: blueprint.functions.map(bundle), worker: bundle(blueprint.worker) };
};

const none = Promise.resolve(undefined);

/** Takes the state folder for us alone; the path of the file that says where the system is, while it is up. */
async function enterState(stack: AsyncDisposableStack, stateDir: string): Promise<string> {
  await mkdir(stateDir, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new LocalError(`--state: ${stateDir} cannot be a folder for the state (${cause.code}).`, { cause });
  });
  stack.use(await lockState(stateDir));
  const endpointsFile = join(stateDir, 'endpoints.json');
  const forget = () => rm(endpointsFile, { force: true });
  await forget();
  stack.defer(forget);
  return endpointsFile;
}

/** What the template asks for, with everything it names being what is here. */
async function localBlueprint(template: Template, { api, page, issuer, sqs, kms }: Doors): Promise<Blueprint> {
  const keys = await Promise.all(keyIds(template).map(async (id) => [id, await kms.keyFor(id)] as const));
  return localised(readBlueprint(template, { queueUrl: sqs.queueUrl, keys: Object.fromEntries(keys) }), {
    api: api.url,
    webSocket: api.webSocketUrl,
    management: api.managementUrl,
    issuer: issuer.url,
    console: page.url,
  });
}
