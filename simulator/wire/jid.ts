/** A JID's parts. A person's phone is device 0. */
export type Jid = { user: string; device: number; server: string };

export const SERVER = 's.whatsapp.net';

/** The server's own JID, which has no user. */
export const SERVER_JID = `@${SERVER}`;

/** Reads `user[:device]@server`; undefined when it is not one. */
export function parseJid(text: string | undefined): Jid | undefined {
  const match = /^(\w[\w.-]*?)(?:_\d+)?(?::(\d+))?@([a-z.]+)$/.exec(text ?? '');
  if (!match?.[1] || !match[3]) return undefined;
  return { user: match[1], device: Number(match[2] ?? 0), server: match[3] === 'c.us' ? SERVER : match[3] };
}

/** Writes a JID; device 0 is left out. */
export function formatJid(user: string, device: number, server: string): string {
  return device === 0 ? `${user}@${server}` : `${user}:${device}@${server}`;
}
