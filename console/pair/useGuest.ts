import { useCallback, useEffect, useState } from 'react';
import * as z from 'zod';
import { createHttp, KeeplineClientError, Live } from '../../client/index.ts';
import { askOf } from '../boot/ask.ts';
import { type Config, loadConfig } from '../boot/config.ts';
import type { Keepline } from '../boot/start.ts';

/** What this tab keeps of its one session, so that a reload does not lose it. */
const Access = z.object({ id: z.string(), token: z.string(), until: z.string() });
type Access = z.infer<typeof Access>;
const KEPT = 'keepline.guest';

export interface Guest extends Access {
  keepline: Keepline;
}

function kept(): Access | undefined {
  const { data } = Access.safeParse(JSON.parse(sessionStorage.getItem(KEPT) ?? 'null'));
  return data && Date.parse(data.until) > Date.now() ? data : undefined;
}

function enter(config: Config, access: Access): Guest {
  const token = async () => access.token;
  const http = createHttp({ api: config.api, token });
  const live = new Live({ websocket: config.websocket, http });
  const keepline = {
    http,
    ask: askOf(config.api, token),
    live,
    name: 'Guest',
    simulator: config.simulator,
    signOut: async () => undefined,
  };
  return { ...access, keepline };
}

/** Asks for a session without an account; the token is the session's own. */
async function ask(config: Config): Promise<Access> {
  const http = createHttp({ api: config.api, token: undefined });
  const { id, guest } = await http.createSession({ ephemeral: true });
  if (!guest) throw new KeeplineClientError('unreadable_answer', 'The server gave a session, but no way in.');
  return { id, token: guest.token, until: guest.expiresAt };
}

/** The session of before a reload, where there is one. */
async function resume(): Promise<Guest | undefined> {
  const access = kept();
  return access && enter(await loadConfig(), access);
}

async function begin(): Promise<Guest> {
  const config = await loadConfig();
  const access = await ask(config);
  sessionStorage.setItem(KEPT, JSON.stringify(access));
  return enter(config, access);
}

const toError = (failure: unknown): Error => (failure instanceof Error ? failure : new Error(String(failure)));

/** Somebody without an account, and the session that they have now. */
export function useGuest() {
  const [guest, setGuest] = useState<Guest>();
  const [busy, setBusy] = useState(true);
  const [error, setError] = useState<Error>();

  const wait = useCallback(
    (coming: Promise<Guest | undefined>) =>
      coming.then(setGuest, (failure: unknown) => setError(toError(failure))).finally(() => setBusy(false)),
    [],
  );
  useEffect(() => void wait(resume()), [wait]);
  useEffect(() => () => guest?.keepline.live.close(), [guest]);

  const start = () => {
    setBusy(true);
    setError(undefined);
    void wait(begin());
  };
  const forget = useCallback(() => {
    sessionStorage.removeItem(KEPT);
    setGuest(undefined);
  }, []);
  return { guest, busy, error, start, forget };
}
