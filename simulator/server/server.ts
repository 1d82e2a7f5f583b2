import type { Rules } from './rules.ts';
import type { Phone } from '../phone/phone.ts';
import type { Account } from '../state/account.ts';
import type { Device } from '../state/device.ts';
import type { Media } from '../state/media.ts';
import type { World } from '../state/world.ts';
import type { Connection } from './connection.ts';
import type { Faults } from './faults.ts';
import type { PendingLink } from './registration.ts';

/** What the parts of the server share. */
export type Server = {
  world: World;
  faults: Faults;
  rules: Rules;
  media: Media;
  /** Where files are fetched: `host:port`, TLS. */
  mediaHost: string;
  connections: Set<Connection>;
  /** Who is logged in, by connection. */
  sessions: Map<Connection, LoggedIn>;
  /** Devices that want to be linked, by connection. */
  links: Map<Connection, PendingLink>;
  phones: Map<string, Phone>;
};

/** One logged in device. */
export type LoggedIn = { account: Account; device: Device; connection: Connection };

let lastId = 0;

/** An id for a stanza that the server starts. */
export function stanzaId(): string {
  lastId += 1;
  return `${Math.floor(Date.now() / 1000)}-${lastId}`;
}
