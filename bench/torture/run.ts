import type { Tenant, World } from '../../test/journeys/world.ts';
import type { WatchedSession } from '../../test/journeys/watchedSession.ts';
import type { Endpoint } from '../../test/journeys/endpoint.ts';
import type { Person } from './person.ts';
import type { Form } from './schedule.ts';

/** A session under torture, and whose account it is. */
export interface Victim {
  tenant: Tenant;
  owner: Person;
  watched: WatchedSession;
}

/** A message that was sent or written: its text is nobody else's. */
export interface Record {
  victim: Victim;
  contact: Person;
  /** What it says; of a file, its caption. */
  text: string;
  form: Form;
  /** WhatsApp's id. */
  id: string;
  /** Milliseconds from the start. */
  at: number;
}

/** Something that was done to the system. */
interface Played {
  from: number;
  to: number;
  what: string;
}

export interface Run {
  world: World;
  sessions: Victim[];
  contacts: Person[];
  /** What each tenant's webhook delivers to. */
  receivers: ReadonlyMap<Tenant, Endpoint>;
  startedAt: number;
  /** Accepted by the API. */
  sent: Record[];
  /** Written by contacts. */
  written: Record[];
  /** Asked for, and neither accepted nor refused for sure. */
  unknown: number;
  /** Refused for sure: the session was not ready. */
  refused: number;
  played: Played[];
}

export const elapsed = ({ startedAt }: Run): number => performance.now() - startedAt;
