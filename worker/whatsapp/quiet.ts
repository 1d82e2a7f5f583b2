/**
 * libsignal prints whole Signal sessions, private keys included, through the console when it closes or cannot open one
 * (session_record.js, session_cipher.js). It is the only user of the console in this process: our own logs go through
 * pino, straight to the file descriptor.
 */
export function silenceConsole(): void {
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) console[method] = () => {};
}
