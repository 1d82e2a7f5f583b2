import type { SocketConfig } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';

/** Baileys logs whole stanzas, keys and texts as objects beside its words. Only the words of its troubles are kept. */
export function baileysLog(log: Logger): SocketConfig['logger'] {
  const nothing = () => {};
  return {
    level: 'warn',
    child: () => baileysLog(log),
    trace: nothing,
    debug: nothing,
    info: nothing,
    warn: (_, words) => log.debug({ baileys: words }, 'Baileys warns'),
    error: (_, words) => log.warn({ baileys: words }, 'Baileys has trouble'),
  };
}
