import { USERS } from './users.ts';

const escape = (text: string) => text.replaceAll(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);

/** The page where one says who one is. No password: the issuer listens on this machine only. */
export const signInPage = (action: string): string =>
  page(
    'Sign in',
    `<p>Choose who you are.</p>
    <form method="post" action="${action}">
      ${Object.entries(USERS)
        .map(
          ([id, { name, about }]) =>
            `<button name="user" value="${id}"><i>${escape(name.charAt(0))}</i><span><b>${escape(name)}</b> <code>${id}</code><br>${escape(about)}</span></button>`,
        )
        .join('\n')}
    </form>
    <small>This is the sign-in of the local system. It asks for no password because only this machine can reach it; in
    the cloud your own identity provider stands here.</small>`,
  );

/** Sends the library's sign-out form by itself: who clicked "sign out" has said so once. */
export const signOutPage = (form: string): string =>
  page(
    'Signing out',
    `${form}<button form="op.logoutForm" name="logout" value="yes" autofocus><span><b>Sign out</b></span></button>
    <script>document.querySelector('button[name=logout]').click()</script>`,
  );

export const signedOutPage = (home: string): string =>
  page('Signed out', `<p>You are signed out. <a href="${home}">Back to the console</a></p>`);

export const errorPage = (description: string, home: string): string =>
  page('That did not work', `<p>${escape(description)}</p><p><a href="${home}">Back to the console</a></p>`);

const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Keepline</title>
<style>
  :root { color-scheme: light dark; --line: light-dark(#d7dde3, #3a424a); --accent: #12805c; }
  body { min-height: 100vh; margin: 0; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif;
    background: light-dark(#f4f6f8, #14181c); color: light-dark(#1c242b, #e8edf1); }
  main { width: min(26rem, calc(100vw - 4rem)); padding: 2rem; border: 1px solid var(--line); border-radius: 1rem;
    background: light-dark(#fff, #1c2227); }
  h1 { margin: 0; font-size: 1.35rem; }
  main > b { color: light-dark(var(--accent), #4cc79d); letter-spacing: .02em; }
  button { display: flex; gap: .9rem; align-items: center; width: 100%; margin: .75rem 0; padding: .8rem 1rem;
    border: 1px solid var(--line); border-radius: .75rem; background: none; color: inherit; font: inherit;
    text-align: left; cursor: pointer; }
  button:hover, button:focus-visible { border-color: var(--accent); outline: 2px solid var(--accent); outline-offset: -1px; }
  button i { flex: none; width: 2.4rem; line-height: 2.4rem; border-radius: 50%; background: var(--accent); color: #fff;
    font-style: normal; font-weight: 600; text-align: center; }
  code, small { color: light-dark(#5b6873, #9aa7b2); }
  small { display: block; margin-top: 1rem; }
  a { color: inherit; }
</style>
<main><b>Keepline</b><h1>${title}</h1>${body}</main>
</html>`;
