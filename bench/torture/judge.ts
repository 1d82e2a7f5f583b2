/** Compares what was said with what phones, clients and message lists have in the end. */
import type { PhoneMessage } from '../../test/journeys/phone.ts';
import { conflictsIn } from './conflicts.ts';
import { formProblems } from './forms.ts';
import { isSettled, textOf } from './listed.ts';
import { saidBy } from './person.ts';
import { webhookProblems } from './receivers.ts';
import type { Run, Victim } from './run.ts';
import { standing } from './up.ts';

export const KINDS = ['lost', 'duplicated', 'conflicts', 'undecryptable', 'down'] as const;

export interface Problem {
  kind: (typeof KINDS)[number];
  what: string;
  /** Milliseconds from the start, where it has a moment. */
  at?: number;
  /** How many of its kind this is, where it is more than one. */
  count?: number;
}

export async function judge(run: Run): Promise<Problem[]> {
  const stats = await run.world.stats();
  const counted = (kind: Problem['kind'], name: string): Problem[] =>
    stats[name] ? [{ kind, what: `the simulator counted ${name}=${stats[name]}`, count: stats[name] }] : [];
  const ofSessions: Problem[] = [];
  // One after the other: all at once the judge itself would be the load that the store gives way under.
  for (const victim of run.sessions) ofSessions.push(...(await sessionProblems(run, victim)));
  return [
    ...(await phoneProblems(run)),
    ...ofSessions,
    ...webhookProblems(run),
    ...counted('conflicts', 'supersededStanzas'),
    ...(await conflictsIn(run)),
    ...counted('undecryptable', 'undecryptable'),
    ...counted('undecryptable', 'refusedByClients'),
  ];
}

/** Every accepted send is on the contact's phone and on the account's own, once. */
async function phoneProblems({ contacts, sessions, sent, written }: Run): Promise<Problem[]> {
  const problems: Problem[] = [];
  const people = [...contacts, ...sessions.map(({ owner }) => owner)];
  const phones = new Map(await Promise.all(people.map(async (one) => [one, await one.messages()] as const)));
  const times = (messages: PhoneMessage[] = [], text: string) =>
    messages.filter(({ content }) => saidBy(content) === text).length;
  for (const { victim, contact, text, id, at } of sent) {
    for (const [whose, person] of [
      ['contact’s', contact],
      ['account’s own', victim.owner],
    ] as const) {
      const count = times(phones.get(person), text);
      const where = `${id} of ${victim.watched.id} on the ${whose} phone ${person.number}`;
      if (count === 0) problems.push({ kind: 'lost', what: `accepted ${where} is not there`, at });
      if (count > 1) problems.push({ kind: 'duplicated', what: `accepted ${where} is there ${count} times`, at });
    }
  }
  for (const { victim, contact, id, at } of written) {
    const status = phones.get(contact)?.find(({ messageId }) => messageId === id)?.status;
    if (status === 'pending') {
      problems.push({ kind: 'lost', what: `written ${id} to ${victim.watched.id} was never delivered`, at });
    }
  }
  return problems;
}

/** Every message is in the list and was told to the client, once; the session is up. */
async function sessionProblems(run: Run, victim: Victim): Promise<Problem[]> {
  const { watched, tenant } = victim;
  const { id } = watched;
  const problems: Problem[] = [];
  const list = await run.world.allMessages(tenant, id);
  const told = watched.events.flatMap((event) =>
    event.type === 'message_sent' || event.type === 'message_received' ? [event.message] : [],
  );
  for (const [direction, records] of [
    ['sent', run.sent],
    ['written', run.written],
  ] as const) {
    for (const { text, id: messageId, at } of records.filter((record) => record.victim === victim)) {
      for (const [where, messages] of [
        ['the message list', list],
        ['the client’s events', told],
      ] as const) {
        const count = messages.filter((message) => textOf(message) === text).length;
        const what = `${direction} ${messageId} of ${id} in ${where}`;
        if (count === 0) problems.push({ kind: 'lost', what: `${what} is not there`, at });
        if (count > 1) problems.push({ kind: 'duplicated', what: `${what} is there ${count} times`, at });
      }
      const row = list.find((message) => textOf(message) === text);
      if (row && !isSettled(row)) {
        problems.push({ kind: 'lost', what: `${direction} ${messageId} of ${id} is still "${row.status}"`, at });
      }
    }
  }
  return [
    ...problems,
    ...(await formProblems(run, victim, list)),
    ...(await eventProblems(victim)),
    ...(await downProblems(run, victim)),
  ];
}

/** What the client saw is the journal's order, whole and without repeats. */
async function eventProblems({ watched, tenant }: Victim): Promise<Problem[]> {
  const journal: number[] = [];
  for (let complete = false; !complete;) {
    const page = await tenant.http.listEvents(watched.id, { after: journal.at(-1) ?? 0, limit: 100 });
    journal.push(...page.events.map(({ seq }) => seq));
    complete = page.complete;
  }
  const seen = watched.events.map(({ seq }) => seq);
  const twice = seen.length - new Set(seen).size;
  const missing = journal.filter((seq) => !seen.includes(seq));
  return [
    ...(twice > 0 ? [{ kind: 'duplicated' as const, what: `${twice} events of ${watched.id} at the client` }] : []),
    ...(missing.length > 0
      ? [{ kind: 'lost' as const, what: `events ${missing.join(', ')} of ${watched.id} did not reach the client` }]
      : []),
  ];
}

async function downProblems(run: Run, victim: Victim): Promise<Problem[]> {
  const { status, connected, up } = await standing(run, victim);
  if (up) return [];
  const { watched, owner } = victim;
  return [
    { kind: 'down', what: `${watched.id} (${owner.number}) is "${status}", ${connected} of its devices connected` },
  ];
}
