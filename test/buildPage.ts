import { buildConsole } from '../local/console/build.ts';

/** Every system that a test brings up would build the page beside the tests, where there is none yet. */
export const setup = async (): Promise<void> => void (await buildConsole((text) => console.log(text)));
