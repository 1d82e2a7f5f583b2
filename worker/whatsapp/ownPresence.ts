/**
 * The account is shown as there only when somebody says so: its phone stays silent as long. Baileys says that it is there each
 * time that its credentials change without a name beside them, or with another one. So it is given the name beside them, and
 * a new one before it looks; WhatsApp gets the new name with what was last said.
 */
import type { AuthenticationCreds, WASocket } from '@whiskeysockets/baileys';

export function guardOwnPresence(sock: WASocket): void {
  const { creds } = sock.authState;
  const emit = sock.ev.emit.bind(sock.ev);
  let isThere = false;
  sock.ev.on('connection.update', ({ isOnline }) => {
    isThere = isOnline ?? isThere;
  });
  sock.ev.emit = (event, data) => {
    if (event !== 'creds.update' || !creds.me) return emit(event, data);
    const update: Partial<AuthenticationCreds> = { me: creds.me, ...(data as Partial<AuthenticationCreds>) };
    const renamed = update.me?.name !== undefined && update.me.name !== creds.me.name;
    if (update.me) creds.me = update.me;
    const heard = emit('creds.update', update);
    if (renamed) {
      sock.sendPresenceUpdate(isThere ? 'available' : 'unavailable').catch(() => {
        // The next connection says it.
      });
    }
    return heard;
  };
}
