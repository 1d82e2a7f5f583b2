import type { Phone } from '../phone/phone.ts';
import type { Server } from '../server/server.ts';
import type { Account } from '../state/account.ts';
import { parseJid, SERVER } from '../wire/jid.ts';
import { ControlError } from './errors.ts';

/** The phone with this number. */
export function phoneOf(server: Server, number: string): Phone {
  const phone = server.phones.get(number);
  if (!phone) throw new ControlError(404, 'not_found', `number: there is no phone ${number}`);
  return phone;
}

/** The account that a bare number or a JID names; `field` is where it stood. */
export function accountNamed(server: Server, name: string, field: string): Account {
  const account = server.world.accountOf(parseJid(name.includes('@') ? name : `${name.replace('+', '')}@${SERVER}`));
  if (!account) throw new ControlError(404, 'not_found', `${field}: nobody has ${name}`);
  return account;
}
