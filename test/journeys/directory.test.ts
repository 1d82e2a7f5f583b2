import { describe, expect, it } from 'vitest';
import { callControl } from '../simulator/controlClient.ts';
import { adaAndBob } from './adaAndBob.ts';
import type { Phone } from './phone.ts';

interface SimulatedGroup {
  groupId: string;
  subject: string;
  inviteCode: string;
  description?: string;
  settings: string[];
  members: { number: string; role: string }[];
}

const { world, tenant, ada, bob, session } = await adaAndBob();
const carol = await world.phone('Carol');

describe('the directory of a session', () => {
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
    expect(await chat(bob.number)).toMatchObject({ unread: 0 });
    for (const id of [first, last]) await bob.sees(id, ({ status }) => status === 'read');
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
    expect(await chat(bob.number)).toMatchObject({ unread: 2 });
    await bob.sees(ids[0] ?? '', ({ status }) => status === 'read');
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
    const { members = [], ...facts } = await tenant.http.getGroup(session.id, groupId);
    expect(facts).toMatchObject({ subject: 'Ours', description: 'What for', locked: true, announce: false });
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
    const { groups } = await tenant.http.listGroups(session.id);
    expect(groups.map((each) => each.groupId)).not.toContain(groupId);
  });

  it('a group is joined by its link, and left to itself by a new one', async () => {
    const groupId = await bob.makesGroup('Bob’s', [carol.number]);
    const { inviteCode = '' } = (await simulated(groupId)) ?? {};
    expect(await tenant.http.joinGroup(session.id, { inviteCode: `https://chat.whatsapp.com/${inviteCode}` })).toEqual({
      groupId,
    });
    await expect
      .poll(() => tenant.http.getGroup(session.id, groupId))
      .toMatchObject({ subject: 'Bob’s', isMember: true, members: { length: 3 } });
    // Only admins hand out links.
    await expect(tenant.http.revokeInvite(session.id, groupId)).rejects.toMatchObject({
      code: 'not_authorized',
      status: 403,
    });
    await bob.does(`groups/${groupId}`, { promote: [ada.number] });
    await expect
      .poll(async () => (await tenant.http.getGroup(session.id, groupId)).members)
      .toContainEqual(expect.objectContaining({ jid: jid(ada), role: 'admin' }));
    expect((await tenant.http.getInvite(session.id, groupId)).inviteCode).toBe(inviteCode);
    const renewed = await tenant.http.revokeInvite(session.id, groupId);
    expect(renewed.inviteUrl).toBe(`https://chat.whatsapp.com/${renewed.inviteCode}`);
    await expect(tenant.http.joinGroup(session.id, { inviteCode })).rejects.toMatchObject({ code: 'not_found' });
    await expect(tenant.http.getGroup(session.id, '120363049999999999@g.us')).rejects.toMatchObject({
      code: 'not_found',
    });

    await bob.does(`groups/${groupId}`, { remove: [ada.number] });
    await expect.poll(() => tenant.http.getGroup(session.id, groupId)).toMatchObject({ isMember: false });
  });

  it('numbers are checked, and nobody writes to those that are not on WhatsApp', async () => {
    const absent = '4915100000001';
    const { numbers } = await tenant.http.checkNumbers(session.id, { numbers: [`+${bob.number}`, absent] });
    expect(numbers).toEqual([
      { number: bob.number, exists: true, jid: jid(bob) },
      { number: absent, exists: false },
    ]);
    await expect(session.send(absent, 'hello?')).rejects.toMatchObject({ code: 'not_on_whatsapp', status: 422 });
    // One that nobody has asked about yet.
    const id = await session.send('4915100000002', 'hello?');
    await session.messageStatus(id, 'failed');
    expect(session.events).toContainEqual(expect.objectContaining({ messageId: id, reason: 'not_on_whatsapp' }));
    await expect(session.send('4915100000002', 'again?')).rejects.toMatchObject({ code: 'not_on_whatsapp' });
  });

  it('people are looked at, named, blocked and let in again', async () => {
    await bob.does('profile', { about: 'at sea', picture: Buffer.from('a picture').toString('base64') });
    expect(await tenant.http.getContact(session.id, bob.number)).toMatchObject({
      jid: jid(bob),
      phoneNumber: bob.number,
      lid: expect.stringMatching(/@lid$/) as string,
      pushName: 'Bob',
      about: 'at sea',
      pictureUrl: expect.stringMatching(/^https:/) as string,
    });
    expect(await tenant.http.getContact(session.id, carol.number)).not.toHaveProperty('pictureUrl');

    await tenant.http.blockContact(session.id, bob.number);
    expect(await tenant.http.listBlocked(session.id)).toEqual({ jids: [jid(bob)] });
    await bob.writes(ada.number, 'into the void');
    await tenant.http.unblockContact(session.id, bob.number);
    expect(await tenant.http.listBlocked(session.id)).toEqual({ jids: [] });
    await bob.writes(ada.number, 'back again');
    await session.receives('back again');
    expect(session.received.map(({ content }) => content.type === 'text' && content.text)).not.toContain(
      'into the void',
    );

    await ada.does('chats', { chat: bob.number, name: 'Bobby', pin: true, archive: true, mute: 2_000_000_000_000 });
    await expect
      .poll(() => chat(bob.number))
      .toMatchObject({
        name: 'Bobby',
        pinned: true,
        archived: true,
        mutedUntil: new Date(2_000_000_000_000).toISOString(),
      });
    const { contacts } = await tenant.http.listContacts(session.id);
    expect(contacts).toContainEqual(expect.objectContaining({ jid: jid(bob), name: 'Bobby', pushName: 'Bob' }));
    const { chats } = await tenant.http.listChats(session.id, { archived: true });
    expect(chats.map(({ chatId }) => chatId)).toEqual([jid(bob)]);
  });

  it('the account shows a name, a line and a picture', async () => {
    const picture = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(100)]).toString('base64');
    await tenant.http.updateProfile(session.id, { name: 'Ada’s shop', about: 'open', picture });
    expect(await tenant.http.getProfile(session.id)).toMatchObject({
      jid: jid(ada),
      name: 'Ada’s shop',
      about: 'open',
      pictureUrl: expect.stringMatching(/^https:/) as string,
    });
    await tenant.http.updateProfile(session.id, { picture: null });
    expect(await tenant.http.getProfile(session.id)).not.toHaveProperty('pictureUrl');
  });

  it('a linked account is not shown as there by what its session does', async () => {
    const [eve, finn] = [await world.phone('Eve'), await world.phone('Finn')];
    await eve.writes(finn.number, 'before the link');
    await finn.shows('before the link');
    const shown: unknown[] = [];
    const seen = await finn.hears('presence', ({ presence }) => shown.push(presence));
    const linked = await world.linked(tenant, eve);
    await linked.send(finn.number, 'hello');
    await finn.shows('hello');
    await tenant.http.updateProfile(linked.id, { name: 'Eve’s shop' });
    const before = linked.events.length;
    await tenant.http.reconnectSession(linked.id);
    await linked.status('connected', before);
    await tenant.http.setPresence(linked.id, { presence: 'available' });
    await seen(({ presence }) => presence === 'available');
    expect(shown.filter((presence) => presence === 'available')).toHaveLength(1);
  });

  it('presence goes both ways', async () => {
    await session.send(bob.number, 'are you there?');
    await bob.shows('are you there?');
    await tenant.http.subscribePresence(session.id, bob.number);
    for (const presence of ['available', 'composing']) {
      await bob.does('presence', { presence, ...(presence === 'composing' && { to: ada.number }) });
      await session.until(presence, () => session.presences.find((each) => each.presence === presence));
    }
    expect(session.presences.at(-1)).toMatchObject({ sessionId: session.id, chatId: jid(bob) });

    const seen = await bob.hears('presence');
    await tenant.http.setChatPresence(session.id, bob.number, { presence: 'recording' });
    await seen(({ presence, from }) => presence === 'recording' && from === ada.number);
    await tenant.http.setPresence(session.id, { presence: 'available' });
    await seen(({ presence, from }) => presence === 'available' && from === ada.number);
    await tenant.http.setPresence(session.id, { presence: 'unavailable' });
    await seen(({ presence, from }) => presence === 'unavailable' && from === ada.number);
  });

  it('a new link knows the groups that the account was in already, and the address book', async () => {
    const dora = await world.phone('Dora');
    const ids: string[] = [];
    for (const subject of ['A', 'B', 'C', 'D', 'E', 'F', 'G']) ids.push(await dora.makesGroup(subject, [bob.number]));
    await dora.does('chats', { chat: bob.number, name: 'Robert' });
    const linked = await world.linked(tenant, dora);
    const { http } = tenant;
    await expect
      .poll(async () => new Set((await http.listGroups(linked.id)).groups.map(({ subject }) => subject)))
      .toEqual(new Set(['A', 'B', 'C', 'D', 'E', 'F', 'G']));
    expect(linked.events.filter(({ type }) => type === 'group_updated')).toEqual([]);
    // So many come without their members: WhatsApp is asked for those of one.
    expect(await http.getGroup(linked.id, ids[0] ?? '')).toMatchObject({ subject: 'A', members: { length: 2 } });
    await expect
      .poll(async () => (await http.listContacts(linked.id)).contacts)
      .toContainEqual(expect.objectContaining({ jid: jid(bob), name: 'Robert' }));
  });
});
