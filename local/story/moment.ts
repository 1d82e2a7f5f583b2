/** Something that happened to a session, as one line tells it. */
export interface Moment {
  /** ISO 8601. */
  at: string;
  /** Who tells: `event`, `audit`, `delivery`, `state`, or the process whose log it is. */
  where: string;
  what: string;
  correlationId?: string | undefined;
}

/** `name=value` for what there is of these; nothing else of a thing may be told. */
export const named = (values: Record<string, unknown>, names: readonly string[]): string =>
  names
    .flatMap((name) => {
      const value = values[name];
      const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      return plain ? `${name}=${String(value).slice(0, MOST_CHARACTERS)}` : [];
    })
    .join(' ');

const MOST_CHARACTERS = 160;
