import { UserManager, type User } from 'oidc-client-ts';
import type { Config } from './config.ts';

/** Renewed when it has fewer seconds left than this. */
const RENEW_BEFORE = 60;
const SCOPES = ['openid', 'profile', 'email', 'offline_access'];

/** The person at the console: signs in (authorization code with PKCE), stays signed in, signs out. */
export class Account {
  readonly #manager: UserManager;
  readonly #scopes: Promise<string>;
  readonly #ended: () => void;
  #renewal: Promise<User | null> | undefined;

  /** `ended` is called when the sign-in cannot be renewed any more. */
  constructor({ issuer, clientId, audience }: Config, ended: () => void) {
    const home = new URL('.', document.baseURI).href;
    this.#ended = ended;
    this.#manager = new UserManager({
      authority: issuer,
      client_id: clientId,
      redirect_uri: home,
      post_logout_redirect_uri: home,
      // An issuer that names its audiences by address is asked for ours; others (Cognito) have one a client.
      ...(URL.canParse(audience) && { resource: audience }),
      automaticSilentRenew: false,
    });
    this.#scopes = this.#manager.metadataService
      .getMetadata()
      .then(({ scopes_supported = ['openid'] }) =>
        SCOPES.filter((scope) => scopes_supported.includes(scope)).join(' '),
      );
    this.#scopes.catch(() => {});
  }

  /** Who is signed in; finishes a sign-in that comes back from the issuer with its code. */
  async user(): Promise<User | null> {
    const query = new URLSearchParams(location.search);
    if (!query.has('state')) return this.#manager.getUser();
    try {
      const user = query.has('code') || query.has('error') ? await this.#manager.signinCallback() : undefined;
      history.replaceState(null, '', `${location.pathname}${user?.url_state ?? ''}`);
      return user ?? (await this.#manager.getUser());
    } catch (error) {
      history.replaceState(null, '', location.pathname);
      throw error;
    }
  }

  /** Leaves the page; it comes back to the same place. */
  async signIn(): Promise<void> {
    await this.#manager.signinRedirect({ scope: await this.#scopes, url_state: location.hash });
  }

  async signOut(): Promise<void> {
    const { end_session_endpoint: leave } = await this.#manager.metadataService.getMetadata();
    // Cognito has names of its own for who leaves, and where to.
    const { client_id, post_logout_redirect_uri: logout_uri = '' } = this.#manager.settings;
    if (leave) return this.#manager.signoutRedirect({ extraQueryParams: { client_id, logout_uri } });
    await this.#manager.removeUser();
    this.#ended();
  }

  /** An access token that is valid now. */
  async token(): Promise<string> {
    const user = await this.#manager.getUser();
    if (user && (user.expires_in ?? Infinity) > RENEW_BEFORE) return user.access_token;
    const renewed = await this.#renew();
    if (!renewed) throw new Error('Your sign-in has ended.');
    return renewed.access_token;
  }

  /** One renewal for all who wait: a refresh token may work only once. */
  async #renew(): Promise<User | null> {
    this.#renewal ??= this.#manager.signinSilent().finally(() => (this.#renewal = undefined));
    try {
      return await this.#renewal;
    } catch (error) {
      // Without a network there is nothing to conclude: the next call asks again.
      if (navigator.onLine && !(error instanceof TypeError)) this.#ended();
      throw error;
    }
  }
}
