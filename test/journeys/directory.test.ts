import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callControl } from '../simulator/controlClient.ts';
import type { Phone } from './phone.ts';
import type { WatchedSession } from './watchedSession.ts';
import { type Tenant, World } from './world.ts';

interface SimulatedGroup {
  groupId: string;
  subject: string;
  inviteCode: string;
  description?: string;
  settings: string[];
  members: { number: string; role: string }[];
}

describe('the directory of a session', () => {
  let world: World;
  let tenant: Tenant;
  let ada: Phone;
  let bob: Phone;
  let carol: Phone;
  let session: WatchedSession;
  beforeAll(async () => {
    world = await World.open();
    tenant = await world.tenant();
    [ada, bob, carol] = [await world.phone('Ada'), await world.phone('Bob'), await world.phone('Carol')];
    session = await world.linked(tenant, ada);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const jid = ({ number }: Phone) => `${number}@s.whatsapp.net`;
  const chat = (chatId: string) => tenant.http.getChat(session.id, chatId).catch(() => undefined);
  const simulated = async (groupId: string) => {
    const { body } = await callControl<SimulatedGroup[]>(world.simulator, 'GET /groups');
    return body.find((group) => group.groupId === groupId);
  };

  it('a chat comes with its first message, counts what is unread, and is read here', async () => {
    const first = await bob.writes(ada.number, 'one');
    const last = await bob.writes(ada.number, 'two');
    await session.receives('two');
    await expect
      .poll(() => chat(bob.number))
      .toMatchObject({ chatId: jid(bob), kind: 'individual', name: 'Bob', unread: 2, lastMessage: { id: last } });

    expect(await tenant.http.markRead(session.id, bob.number)).toEqual({ unread: 0 });
    for (const id of [first, last]) await bob.sees(id, ({ status }) => status === 'read');
    await expect.poll(() => chat(bob.number)).toMatchObject({ unread: 0 });
    await session.until('the event', () => session.events.find(({ type }) => type === 'chat_updated'));

    await session.send(carol.number, 'hello');
    await expect
      .poll(async () => (await tenant.http.listChats(session.id)).chats.map(({ chatId }) => chatId))
      .toEqual([jid(carol), jid(bob)]);
  });

  it('only some are marked as read, and the newer ones stay unread', async () => {
    const ids: string[] = [];
    for (const text of ['three', 'four', 'five']) ids.push(await bob.writes(ada.number, text));
    await session.receives('five');
    expect(await tenant.http.markRead(session.id, bob.number, { messageIds: [ids[0] ?? ''] as never })).toEqual({
      unread: 2,
    });
    await bob.sees(ids[0] ?? '', ({ status }) => status === 'read');
    await expect.poll(() => chat(bob.number)).toMatchObject({ unread: 2 });
    const unknown = tenant.http.markRead(session.id, bob.number, { messageIds: ['NEVER'] as never });
    await expect(unknown).rejects.toMatchObject({ code: 'message_not_found', status: 404 });
  });

  it('what is read on the phone is read here', async () => {
    const id = await bob.writes(ada.number, 'six');
    await session.receives('six');
    await expect.poll(async () => (await chat(bob.number))?.unread).toBeGreaterThan(0);
    await ada.reads(id);
    await expect.poll(() => chat(bob.number)).toMatchObject({ unread: 0 });
  });

  it('a group is made, seen, changed and left', async () => {
    const group = await tenant.http.createGroup(session.id, { subject: 'Friends', members: [bob.number] });
    const { groupId } = group;
    expect(group).toMatchObject({ subject: 'Friends', isMember: true, owner: jid(ada) });
    expect(await simulated(groupId)).toMatchObject({ subject: 'Friends' });
    await tenant.http.updateGroup(session.id, groupId, { subject: 'Ours', description: 'What for', locked: true });
    const added = await tenant.http.updateMembers(session.id, groupId, {
      action: 'add',
      members: [carol.number, '4915100000000'],
    });
    expect(added.members).toEqual([
      { jid: jid(carol), done: true },
      { jid: '4915100000000@s.whatsapp.net', done: false, code: 'not_found' },
    ]);
    await tenant.http.updateMembers(session.id, groupId, { action: 'promote', members: [carol.number] });
    await tenant.http.updateMembers(session.id, groupId, { action: 'remove', members: [bob.number] });
    expect(await simulated(groupId)).toMatchObject({ subject: 'Ours', description: 'What for', settings: ['locked'] });
    await expect
      .poll(() => tenant.http.getGroup(session.id, groupId))
      .toMatchObject({ subject: 'Ours', description: 'What for', locked: true, announce: false });
    const { members = [] } = await tenant.http.getGroup(session.id, groupId);
    expect(new Set(members.map((member) => `${member.jid} ${member.role}`))).toEqual(
      new Set([`${jid(ada)} superadmin`, `${jid(carol)} admin`]),
    );

    // What others do is seen too.
    await carol.does(`groups/${groupId}`, { subject: 'Theirs', add: [bob.number] });
    await expect.poll(() => tenant.http.getGroup(session.id, groupId)).toMatchObject({ subject: 'Theirs' });
    await expect
      .poll(async () => (await tenant.http.getGroup(session.id, groupId)).members)
      .toContainEqual(expect.objectContaining({ jid: jid(bob), role: 'member' }));
    await expect.poll(() => chat(groupId)).toMatchObject({ kind: 'group', name: 'Theirs' });

    await tenant.http.leaveGroup(session.id, groupId);
    await expect
      .poll(async () => (await tenant.http.listGroups(session.id)).groups.map((each) => each.groupId))
      .not.toContain(groupId);
  });
});
