import { vi } from 'vitest';

/** What the functions write to their log, instead of on the screen. */
export function catchLog() {
  process.env['POWERTOOLS_DEV'] = 'true';
  const lines: string[] = [];
  const keep = (...args: unknown[]) => void lines.push(args.map(String).join(' '));
  const spies = (['debug', 'info', 'warn', 'error'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(keep),
  );
  return { lines, [Symbol.dispose]: () => spies.forEach((spy) => spy.mockRestore()) };
}
