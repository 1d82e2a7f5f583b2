import { type BinaryNode, getBinaryNodeChild, getBinaryNodeChildren, S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import { toJid } from '../../../core/model/jid.ts';
import type { CheckedNumber } from '../../../core/model/operations.ts';
import type { Performances, Performer } from './performer.ts';

/**
 * Which numbers are on WhatsApp, and as whom: the JID may have other digits than were asked for. Not Baileys' `onWhatsApp`,
 * which leaves out who is not there, and which number an answer belongs to.
 */
export const checkNumbers: Performances['check_numbers'] = async (performer, { numbers }) => {
  const { sock } = performer;
  const answer: BinaryNode = await sock.query({
    tag: 'iq',
    attrs: { to: S_WHATSAPP_NET, type: 'get', xmlns: 'usync' },
    content: [
      {
        tag: 'usync',
        attrs: { sid: sock.generateMessageTag(), mode: 'query', context: 'interactive', last: 'true', index: '0' },
        content: [node('query', [node('contact'), node('lid')]), node('list', numbers.map(askFor))],
      },
    ],
  });
  const list = getBinaryNodeChild(getBinaryNodeChild(answer, 'usync'), 'list');
  const found = new Map(getBinaryNodeChildren(list, 'user').map((user) => readUser(user)));
  await rememberLids(performer, [...found.values()]);
  const checked = numbers.map((number): CheckedNumber => {
    const { jid } = found.get(number) ?? {};
    return { number, exists: jid !== undefined, ...(jid && { jid }) };
  });
  return { result: { numbers: checked } };
};

interface Found {
  jid: string | undefined;
  lid: string | undefined;
}

const node = (tag: string, content?: BinaryNode[]): BinaryNode => ({ tag, attrs: {}, ...(content && { content }) });

const askFor = (number: string): BinaryNode =>
  node('user', [{ tag: 'contact', attrs: {}, content: Buffer.from(`+${number}`) }]);

/** The number that was asked for stands in the answer; where it does not, the JID has its digits. */
function readUser(user: BinaryNode): [number: string, Found] {
  const contact = getBinaryNodeChild(user, 'contact');
  const jid = toJid(user.attrs['jid'] ?? '');
  const asked = contact?.content instanceof Uint8Array ? Buffer.from(contact.content).toString() : (jid ?? '');
  const there = contact?.attrs['type'] === 'in';
  const lid = getBinaryNodeChild(user, 'lid')?.attrs['val'];
  return [asked.replace('+', '').replace(/@.*/, ''), { jid: there ? jid : undefined, lid }];
}

async function rememberLids({ sock }: Performer, found: readonly Found[]): Promise<void> {
  const pairs = found.flatMap(({ jid, lid }) => (jid && lid ? [{ pn: jid, lid }] : []));
  await sock.signalRepository.lidMapping.storeLIDPNMappings(pairs);
}
