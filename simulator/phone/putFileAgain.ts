import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import type { Device } from '../state/device.ts';
import { messageKey } from '../state/message.ts';
import type { Node } from '../wire/node.ts';
import { bytes, child, node } from '../wire/node.ts';
import { chatOf } from './chat.ts';
import { nameOfFile } from './content/files.ts';
import { mediaKindOf } from './content/mediaKinds.ts';
import type { Phone } from './phone.ts';

const { SUCCESS, NOT_FOUND } = proto.MediaRetryNotification.ResultType;
const TAG_BYTES = 16;

/**
 * A device did not find a message's file at the host. The phone puts it there once more, under another name, and says where;
 * or that it has the file no more. Both sides prove with the file's key that they know the message.
 */
export function putFileAgain({ server, account }: Phone, device: Device, request: Node): void {
  const { world, media } = server;
  const id = request.attrs.id ?? '';
  const about = child(request, 'rmr');
  const chat = chatOf(world, about?.attrs.jid);
  const message = chat && account.messages.get(messageKey(chat.name, about?.attrs.from_me === 'true', id));
  const file = message && mediaKindOf(normalizeMessageContent(proto.Message.decode(message.plain)) ?? {})?.media;
  if (!file?.mediaKey) return world.malformed('asked for the file of a message that is not known');
  const key = Buffer.from(hkdfSync('sha256', file.mediaKey, Buffer.alloc(0), 'WhatsApp Media Retry Notification', 32));
  if (!proves(request, key, id)) return world.malformed('asked for a file without its key');

  const kept = media.get(nameOfFile(file));
  const again = `${nameOfFile(file)}-${randomBytes(4).toString('hex')}`;
  if (kept) media.put(again, kept);
  const answer = kept ? { result: SUCCESS, directPath: `/v/${again}` } : { result: NOT_FOUND };
  const plain = proto.MediaRetryNotification.encode({ stanzaId: id, ...answer }).finish();
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(id));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  device.deliver(
    node('notification', { from: world.jid(account, 0, 'pn'), id, type: 'mediaretry', t: world.now() }, [
      node('encrypt', {}, [node('enc_p', {}, sealed), node('enc_iv', {}, iv)]),
      node('rmr', about?.attrs),
    ]),
  );
}

/** Whether the request is sealed with the key that the file's own leads to. */
function proves(request: Node, key: Buffer, id: string): boolean {
  const encrypt = child(request, 'encrypt');
  const [sealed, iv] = [bytes(child(encrypt, 'enc_p')), bytes(child(encrypt, 'enc_iv'))];
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(id))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
    return proto.ServerErrorReceipt.decode(plain).stanzaId === id;
  } catch {
    return false;
  }
}
