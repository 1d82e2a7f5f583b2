/** Makes leads of people who write first, where the session's tenant wants that: each once. */
import { LRUCache } from 'lru-cache';
import type { SessionEvent } from '../core/model/events.ts';
import type { SessionId, TenantId } from '../core/model/ids.ts';
import { isGroup, phoneNumberOf } from '../core/model/jid.ts';
import { leadIdOf } from '../core/model/leads.ts';
import type { Message } from '../core/model/message.ts';
import { isInAddressBook } from '../core/store/contacts.ts';
import type { ChatName } from '../core/store/joinChats.ts';
import { createLead, hadLead, joinLeads } from '../core/store/leads.ts';
import { getSettings } from '../core/store/settings.ts';
import type { Table } from '../core/store/table.ts';

const SETTINGS_KNOWN_MS = 10_000;
const TENANTS_KNOWN = 10_000;
const PEOPLE_KNOWN = 50_000;

export class LeadFinder {
  readonly #table: Table;
  readonly #wanted = new LRUCache<TenantId, boolean>({ max: TENANTS_KNOWN, ttl: SETTINGS_KNOWN_MS });
  /** People of whom nothing is to be made any more, by tenant and lead. */
  readonly #known = new LRUCache<string, true>({ max: PEOPLE_KNOWN });

  constructor(table: Table) {
    this.#table = table;
  }

  /** Events of a session. May be repeated. */
  async look(tenant: TenantId, sessionId: SessionId, events: readonly SessionEvent[]): Promise<void> {
    const messages = events.flatMap((event) => (event.type === 'message_received' ? [event.message] : []));
    const personal = messages.filter(({ chatId }) => !isGroup(chatId));
    if (personal.length === 0 || !(await this.#wants(tenant))) return;
    for (const message of personal) await this.#consider(tenant, sessionId, message);
  }

  /** Somebody of whom just the LID was known has a number. */
  async join(tenant: TenantId, { lid, chatId }: ChatName): Promise<void> {
    const [from, to] = [leadIdOf(lid), leadIdOf(chatId)];
    if (from && to) await joinLeads(this.#table, tenant, from, { id: to, number: phoneNumberOf(chatId), chatId });
  }

  async #wants(tenant: TenantId): Promise<boolean> {
    const known = this.#wanted.get(tenant);
    if (known !== undefined) return known;
    const { leadsFromMessages } = await getSettings(this.#table, tenant);
    this.#wanted.set(tenant, leadsFromMessages);
    return leadsFromMessages;
  }

  async #consider(tenant: TenantId, sessionId: SessionId, message: Message): Promise<void> {
    const { chatId, pushName: name, timestamp } = message;
    const number = message.phoneNumber ?? phoneNumberOf(chatId);
    const id = leadIdOf(number ? `${number}@s.whatsapp.net` : chatId);
    const who = `${tenant} ${id}`;
    if (!id || this.#known.has(who)) return;
    const stranger =
      !(await hadLead(this.#table, tenant, id)) && !(await isInAddressBook(this.#table, sessionId, chatId));
    const at = { createdAt: timestamp, updatedAt: timestamp };
    const lead = { id, number, name, source: 'whatsapp', status: 'new' as const, tags: [], sessionId, chatId, ...at };
    if (stranger) await createLead(this.#table, tenant, lead, false);
    this.#known.set(who, true);
  }
}
