import { useMemo, useSyncExternalStore } from 'react';

/** Where we are: in the address's hash, so that any web server can hold the page. `chat` is a chat's key. */
export type Route = { page: 'sessions' } | { page: Part } | { page: 'session'; id: string; chat: string | undefined };

const SESSION = /^#\/sessions\/(ses_[0-9a-z]{26})(?:\/chats\/([^/]+))?$/;

/** Pages beside the sessions, in the order of the bar. */
export const PARTS = {
  overview: 'Overview',
  operations: 'Operations',
  leads: 'Leads',
  webhooks: 'Webhooks',
  keys: 'API keys',
  audit: 'Audit log',
  docs: 'API',
  settings: 'Settings',
} as const;
type Part = keyof typeof PARTS;
const isPart = (name: string): name is Part => Object.hasOwn(PARTS, name);

/** The page for everybody; it needs no sign-in, and is no part of the console proper. */
const PAIR = '#/pair';
export const isPairing = (): boolean => location.hash === PAIR;

function parseRoute(hash: string): Route {
  const part = hash.replace(/^#\//, '');
  if (isPart(part)) return { page: part };
  const [, id, chat] = SESSION.exec(hash) ?? [];
  return id ? { page: 'session', id, chat: chat && decodeURIComponent(chat) } : { page: 'sessions' };
}

export function addressOf(route: Route): string {
  if (route.page === 'sessions') return '#/';
  if (route.page !== 'session') return `#/${route.page}`;
  return `#/sessions/${route.id}${route.chat ? `/chats/${encodeURIComponent(route.chat)}` : ''}`;
}

export function navigate(route: Route): void {
  location.hash = addressOf(route);
}

function onHash(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(onHash, () => location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}
