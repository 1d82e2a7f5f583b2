import type { Account } from '../../state/account.ts';
import type { Group } from '../../state/group.ts';
import { parseJid } from '../../wire/jid.ts';
import type { Node } from '../../wire/node.ts';
import { bytes, child, children, node } from '../../wire/node.ts';
import { groupNode } from '../groups/describe.ts';
import { addMembers, changeRole, createGroup, removeMembers } from '../groups/members.ts';
import {
  changeDescription,
  changeEphemeral,
  changeSetting,
  changeSubject,
  groupByInvite,
  renewInvite,
} from '../groups/settings.ts';
import type { LoggedIn, Server } from '../server.ts';
import type { Answer } from './answer.ts';

const FORBIDDEN = { error: 403, text: 'forbidden' };
const NOT_FOUND = { error: 404, text: 'item-not-found' };

/** Groups: what they are, and everything that can be done with them. */
export function answerGroups(server: Server, { account }: LoggedIn, query: Node): Answer {
  const what = child(query);
  if (!what) return undefined;
  if (query.attrs.to === '@g.us') return answerAll(server, account, what, query.attrs.type === 'get');
  const group = server.world.groupOf(query.attrs.to);
  if (!group) return NOT_FOUND;
  if (!group.row.members.has(account.number)) return FORBIDDEN;
  if (query.attrs.type === 'get') return look(server, group, what);
  return group.isAdmin(account.number) ? change(server, group, account, what) : FORBIDDEN;
}

function answerAll(server: Server, account: Account, what: Node, asks: boolean): Answer {
  const { world } = server;
  const { code } = what.attrs;
  if (what.tag === 'participating') {
    const own = [...world.groups.values()].filter(({ row }) => row.members.has(account.number));
    return [
      node(
        'groups',
        {},
        own.map((group) => groupNode(world, group)),
      ),
    ];
  }
  if (what.tag === 'create') {
    const group = createGroup(server, account, what.attrs.subject ?? '', accountsIn(server, what));
    return [groupNode(world, group)];
  }
  if (what.tag === 'leave') {
    for (const { attrs } of children(what, 'group')) {
      const group = world.groupOf(attrs.id);
      if (group) removeMembers(server, group, account, [account]);
    }
    return undefined;
  }
  const invited = what.tag === 'invite' ? groupByInvite(server, code) : undefined;
  if (!invited) return NOT_FOUND;
  if (asks) return [groupNode(world, invited)];
  addMembers(server, invited, account, [account]);
  return [node('group', { jid: invited.jid })];
}

function look({ world }: Server, group: Group, what: Node): Answer {
  if (what.tag === 'invite') return [node('invite', { code: group.row.inviteCode })];
  if (what.tag === 'membership_approval_requests') return [node('membership_approval_requests')];
  return [groupNode(world, group)];
}

function change(server: Server, group: Group, actor: Account, what: Node): Answer {
  const people = accountsIn(server, what);
  const text = bytes(child(what, 'body') ?? what).toString();
  if (what.tag === 'add') addMembers(server, group, actor, people);
  else if (what.tag === 'remove') removeMembers(server, group, actor, people);
  else if (what.tag === 'promote' || what.tag === 'demote')
    changeRole(server, group, actor, people, what.tag === 'promote' ? 'admin' : 'member');
  else if (what.tag === 'subject') changeSubject(server, group, actor, text);
  else if (what.tag === 'description') changeDescription(server, group, actor, text, what.attrs.id);
  else if (what.tag === 'ephemeral') changeEphemeral(server, group, actor, Number(what.attrs.expiration));
  else if (what.tag === 'not_ephemeral') changeEphemeral(server, group, actor, 0);
  else if (what.tag === 'invite') return [node('invite', { code: renewInvite(server, group, actor) })];
  else if (/^(not_)?announcement$|^(un)?locked$/.test(what.tag)) changeSetting(server, group, actor, what.tag);
  else {
    server.world.malformed('unknown change of a group');
    return { error: 400, text: 'bad-request' };
  }
  const named = children(what, 'participant');
  return named.length > 0
    ? [
        node(
          what.tag,
          {},
          named.map((each) => resultOf(server, each)),
        ),
      ]
    : undefined;
}

function accountsIn({ world }: Server, what: Node): Account[] {
  return children(what, 'participant')
    .map(({ attrs }) => world.accountOf(parseJid(attrs.jid)))
    .filter((account) => account !== undefined);
}

function resultOf({ world }: Server, { attrs }: Node): Node {
  return node('participant', { ...attrs, error: world.accountOf(parseJid(attrs.jid)) ? undefined : 404 });
}
