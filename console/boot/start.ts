import { createHttp, Live, type Http } from '../../client/index.ts';
import { forgetTexts } from '../state/useTexts.ts';
import { type Ask, askOf } from './ask.ts';
import { Account } from './account.ts';
import { loadConfig } from './config.ts';

export interface Keepline {
  http: Http;
  ask: Ask;
  live: Live;
  /** What the menu calls the person. */
  name: string;
  /** Base URL of the simulated phones' control API, where there are any. */
  simulator: string | undefined;
  signOut: () => Promise<void>;
}

export type Start =
  | { is: 'failed'; message: string }
  | { is: 'signed_out'; signIn: () => Promise<void>; why: string | undefined }
  | { is: 'signed_in'; keepline: Keepline };

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Everything before the first page. `ended` is called when the person has to sign in again. */
export async function start(ended: () => void): Promise<Start> {
  try {
    const config = await loadConfig();
    let live: Live | undefined;
    const account = new Account(config, () => {
      live?.close();
      ended();
    });
    const signIn = () => account.signIn();
    const user = await account.user().catch((error: unknown) => messageOf(error));
    if (typeof user === 'string' || user === null) return { is: 'signed_out', signIn, why: user ?? undefined };
    const token = () => account.token();
    const http = createHttp({ api: config.api, token });
    live = new Live({ websocket: config.websocket, http });
    const { name, email, preferred_username, sub } = user.profile;
    const keepline = {
      http,
      ask: askOf(config.api, token),
      live,
      name: name ?? email ?? preferred_username ?? sub,
      simulator: config.simulator,
      signOut: () => {
        forgetTexts();
        return account.signOut();
      },
    };
    return { is: 'signed_in', keepline };
  } catch (error) {
    return { is: 'failed', message: messageOf(error) };
  }
}
