import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Provider } from 'oidc-provider';
import type { Listener } from '../listen.ts';
import { writeAtomically } from '../state/writeAtomically.ts';
import type { IdentitySpec } from '../template/blueprint.ts';
import { identityKeys } from './keys.ts';
import { errorPage, signInPage } from './pages.ts';
import { makeProvider, SIGN_IN } from './provider.ts';
import { openStorage } from './storage.ts';
import { issuerFile } from './token.ts';
import { isUser } from './users.ts';

/** Serves the issuer on an address that is already taken; `identity` is the template's, with that address in it. */
export async function serveIdentity(
  stack: AsyncDisposableStack,
  listener: Listener,
  { stateDir, identity, consoleUrl }: { stateDir: string; identity: IdentitySpec; consoleUrl: string },
): Promise<void> {
  const keys = await identityKeys(stateDir);
  const storage = openStorage(stateDir);
  stack.defer(() => storage.close());
  const provider = makeProvider({ identity, keys, consoleUrl, adapter: storage.Adapter });
  await writeAtomically(issuerFile(stateDir), JSON.stringify(identity));
  const answer = provider.callback();
  listener.serve((request, response) => {
    if (!request.url?.startsWith(`${SIGN_IN}/`)) return answer(request, response);
    void signIn(provider, request, response).catch(() => {
      // The sign-in is over or was begun in another browser.
      html(response, 400, errorPage('This sign-in has expired. Start again from the console.', `${consoleUrl}/`));
    });
  });
}

async function signIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { uid } = await provider.interactionDetails(request, response);
  const user = request.method === 'POST' ? new URLSearchParams(await text(request)).get('user') : null;
  if (!isUser(user ?? undefined)) return html(response, 200, signInPage(`${SIGN_IN}/${uid}`));
  await provider.interactionFinished(request, response, { login: { accountId: user } });
}

const html = (response: ServerResponse, status: number, page: string) =>
  void response
    .writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .end(page);
