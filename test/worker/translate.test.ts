import { initAuthCreds, proto, type WAMessage } from '@whiskeysockets/baileys';
import { beforeEach, describe, expect, it } from 'vitest';
import { newSessionId } from '../../core/model/ids.ts';
import { Credentials } from '../../worker/whatsapp/credentials.ts';
import { People } from '../../worker/whatsapp/people.ts';
import { Polls } from '../../worker/whatsapp/polls.ts';
import { fileOf } from '../../worker/whatsapp/translate/files.ts';
import { translateMessage, type Translator } from '../../worker/whatsapp/translate/message.ts';

const ME = '491700000001@s.whatsapp.net';
const MY_LID = '900001@lid';
const BOB = '491700000002@s.whatsapp.net';
const BOB_LID = '900002@lid';
const GROUP = '120363000000000001@g.us';
const ID = '3EB0123456789';

let translator: Translator;
beforeEach(async () => {
  const credentials = new Credentials();
  const me = { id: '491700000001:7@s.whatsapp.net', lid: '900001:7@lid' };
  credentials.replaceCreds({ ...initAuthCreds(), me });
  const keys = credentials.view(
    () => true,
    () => {},
  );
  await keys.set({ 'lid-mapping': { 491700000002: '900002', '900002_reverse': '491700000002' } });
  const people = new People(credentials);
  translator = {
    sessionId: newSessionId(),
    people,
    polls: new Polls(credentials, people),
    placeInSecond: (s) => s * 1000,
  };
});

/** As Baileys gives it: what came over the wire, decoded. */
const given = (message: proto.IMessage, key: WAMessage['key'] = {}, more: Partial<WAMessage> = {}): WAMessage => ({
  key: { remoteJid: BOB, fromMe: false, id: ID, ...key },
  message: proto.Message.decode(proto.Message.encode(proto.Message.fromObject(message)).finish()),
  messageTimestamp: 1_800_000_000,
  ...more,
});
const read = (...all: Parameters<typeof given>) => translateMessage(translator, given(...all));
const contentOf = (...all: Parameters<typeof given>) => read(...all)?.content;

describe('what a message says', () => {
  const image = {
    imageMessage: { mimetype: 'image/png', caption: 'look', fileLength: 9, fileSha256: Buffer.of(1, 255) },
  };

  it.each<[string, proto.IMessage]>([
    ['disappears', { ephemeralMessage: { message: { conversation: 'hi' } } }],
    ['was wrapped twice', { ephemeralMessage: { message: { botInvokeMessage: { message: { conversation: 'hi' } } } } }],
    ['has more than words', { extendedTextMessage: { text: 'hi' } }],
  ])('a text that %s', (_what, message) => {
    expect(contentOf(message)).toEqual({ type: 'text', text: 'hi' });
  });

  it('a file, with an id of its own that is the same each time it is read', () => {
    const content = contentOf(image);
    expect(content).toMatchObject({
      type: 'image',
      caption: 'look',
      media: { state: 'pending', mimetype: 'image/png', bytes: 9, sha256: '01ff' },
    });
    expect(contentOf(image)).toEqual(content);
    expect(contentOf(image, { id: 'ANOTHER' })).not.toEqual(content);
    expect(fileOf({ audioMessage: { ptt: true } })?.kind).toBe('voice');
  });

  it.each<[string, proto.IMessage]>([
    ['the wrapper', { viewOnceMessageV2: { message: image } }],
    ['the file', { imageMessage: { ...image.imageMessage, viewOnce: true } }],
  ])('a picture to be seen once, as %s says', (_where, message) => {
    expect(contentOf(message)).toMatchObject({ type: 'image', viewOnce: true });
  });

  it('a picture to be seen once that the phone keeps to itself', () => {
    const key = { remoteJid: BOB, id: ID, isViewOnce: true };
    expect(translateMessage(translator, { key, messageTimestamp: 1 })?.content).toEqual({
      type: 'unsupported',
      kind: 'viewOnceMessage',
    });
  });

  it('places, contacts and polls in all their versions', () => {
    const at = { degreesLatitude: 52.5, degreesLongitude: 13.4 };
    expect(contentOf({ liveLocationMessage: { ...at, caption: 'here' } })).toEqual({
      type: 'location',
      latitude: 52.5,
      longitude: 13.4,
      name: 'here',
      live: true,
    });
    const card = (name: string, tel: string) => ({
      displayName: name,
      vcard: `BEGIN:VCARD\nFN:${name}\n${tel}\nEND:VCARD`,
    });
    const contacts = [
      card('Carol', 'TEL;type=CELL;waid=49171234:+49 171 234'),
      card('Dan', 'item1.TEL:+49 (151) 23-45'),
      card('Eve', ''),
    ];
    expect(contentOf({ contactsArrayMessage: { contacts } })).toEqual({
      type: 'contact',
      contacts: [
        { name: 'Carol', phoneNumber: '49171234' },
        { name: 'Dan', phoneNumber: '491512345' },
        { name: 'Eve' },
      ],
    });
    const poll = { name: 'Tea?', options: [{ optionName: 'yes' }, { optionName: 'no' }], selectableOptionsCount: 1 };
    const versions: proto.IMessage[] = [
      { pollCreationMessage: poll },
      { pollCreationMessageV2: poll },
      { pollCreationMessageV3: poll },
      { pollCreationMessageV4: { message: { pollCreationMessage: poll } } },
    ];
    for (const message of versions) {
      expect(contentOf(message)).toEqual({ type: 'poll', question: 'Tea?', options: ['yes', 'no'], selectable: 1 });
    }
  });

  it('what it answers, whom it names, and that it was passed on', () => {
    const contextInfo = {
      stanzaId: 'QUOTED',
      participant: MY_LID,
      quotedMessage: { imageMessage: { caption: 'the picture' } },
      mentionedJid: [BOB_LID],
      isForwarded: true,
    };
    expect(contentOf({ extendedTextMessage: { text: 'nice', contextInfo } })).toEqual({
      type: 'text',
      text: 'nice',
      quote: { messageId: 'QUOTED', participant: ME, type: 'image', text: 'the picture' },
      mentions: [BOB],
      forwarded: true,
    });
  });

  it('a kind that we do not read, and nothing of what is meant for the device', () => {
    expect(contentOf({ eventMessage: { name: 'Party' } })).toEqual({ type: 'unsupported', kind: 'eventMessage' });
    expect(
      read({ protocolMessage: { type: proto.Message.ProtocolMessage.Type.APP_STATE_SYNC_KEY_SHARE } }),
    ).toBeUndefined();
  });

  it('an impossible place on earth does not stand in the way of the journal', () => {
    expect(contentOf({ locationMessage: { degreesLatitude: 4000, degreesLongitude: 0 } })).toEqual({
      type: 'unsupported',
      kind: 'malformed',
    });
  });

  it('that it cannot be read yet', () => {
    const stub = { messageStubType: proto.WebMessageInfo.StubType.CIPHERTEXT };
    expect(contentOf({ senderKeyDistributionMessage: { groupId: GROUP } }, {}, stub)).toEqual({ type: 'waiting' });
    expect(read({}, {}, { ...stub, category: 'peer' })).toBeUndefined();
  });
});

describe('where it belongs', () => {
  const hi = { conversation: 'hi' };

  it('a LID is the number it belongs to: as WhatsApp says at its side, or as was learnt before', () => {
    const other = '491700000003@s.whatsapp.net';
    expect(read(hi, { remoteJid: BOB_LID })).toMatchObject({ chatId: BOB, lid: BOB_LID, phoneNumber: '491700000002' });
    expect(read(hi, { remoteJid: '900003@lid', remoteJidAlt: other })).toMatchObject({
      chatId: other,
      lid: '900003@lid',
    });
    expect(read(hi, { remoteJid: '900004@lid' })).toMatchObject({ chatId: '900004@lid', lid: '900004@lid' });
  });

  it('our own other JID beside a message from our phone does not make it a chat with ourselves', () => {
    expect(read(hi, { remoteJid: BOB_LID, remoteJidAlt: ME, fromMe: true })).toMatchObject({
      chatId: BOB,
      fromMe: true,
    });
  });

  it('in a group its author is named; what went to a list of people is from a person', () => {
    expect(read(hi, { remoteJid: GROUP, participant: BOB_LID })).toMatchObject({ chatId: GROUP, participant: BOB });
    expect(read(hi, { remoteJid: '1234@broadcast', participant: BOB })).toMatchObject({ chatId: BOB });
  });

  it('status updates and channels are no chats', () => {
    expect(read(hi, { remoteJid: 'status@broadcast', participant: BOB })).toBeUndefined();
    expect(read(hi, { remoteJid: '1234@newsletter' })).toBeUndefined();
  });
});

describe('what is done to a message', () => {
  const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type;

  it('an edit and a deletion are of the writer’s own message, whatever its key says', () => {
    const key = { id: 'TARGET', fromMe: false, participant: ME, remoteJid: ME };
    const edit = {
      editedMessage: {
        message: { protocolMessage: { type: MESSAGE_EDIT, key, editedMessage: { conversation: 'new' } } },
      },
    };
    expect(contentOf(edit)).toEqual({ type: 'edit', text: 'new', messageId: 'TARGET', fromMe: false });
    expect(contentOf({ protocolMessage: { type: REVOKE, key } })).toEqual({
      type: 'delete',
      messageId: 'TARGET',
      fromMe: false,
    });
    expect(contentOf(edit, { fromMe: true })).toMatchObject({ fromMe: true });
  });

  it('in a group an admin deletes what others wrote', () => {
    const there = { remoteJid: GROUP, participant: '900009@lid' };
    const by = (participant: string) => ({
      protocolMessage: { type: REVOKE, key: { id: 'TARGET', fromMe: false, participant } },
    });
    expect(contentOf(by(BOB_LID), there)).toMatchObject({ fromMe: false, participant: BOB });
    expect(contentOf(by(MY_LID), there)).toEqual({ type: 'delete', messageId: 'TARGET', fromMe: true });
  });

  it('a reaction, and a vote in a poll that is not known', () => {
    const key = { id: 'TARGET', fromMe: true };
    expect(contentOf({ reactionMessage: { key, text: '👍' } })).toEqual({
      type: 'reaction',
      emoji: '👍',
      messageId: 'TARGET',
      fromMe: true,
    });
    const vote = { encPayload: Buffer.alloc(40), encIv: Buffer.alloc(12) };
    expect(contentOf({ pollUpdateMessage: { pollCreationMessageKey: key, vote } })).toEqual({
      type: 'unsupported',
      kind: 'pollUpdateMessage',
    });
  });
});
