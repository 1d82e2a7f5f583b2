import { jidNormalizedUser } from '@whiskeysockets/baileys';
import { isGroup, isLid } from '../../core/model/jid.ts';
import type { Credentials } from './credentials.ts';

const userOf = (jid: string): string => jid.slice(0, jid.indexOf('@'));

/** Who is who: WhatsApp names a person by number here and by LID there. The number is canonical, where it is known. */
export class People {
  readonly #credentials: Credentials;

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  /** The account itself; empty before it is linked. */
  get me(): { number: string; lid: string | undefined } {
    const { id, lid } = this.#credentials.creds.me ?? {};
    return { number: jidNormalizedUser(id), lid: lid ? jidNormalizedUser(lid) : undefined };
  }

  isMe(jid: string): boolean {
    const { number, lid } = this.me;
    return jid !== '' && (jid === number || jid === lid);
  }

  /**
   * The one JID that we know somebody by, without a device.
   * @param alt the other of the two, where WhatsApp gave it along
   */
  canonical(jid: string, alt?: string | null): string {
    const plain = jidNormalizedUser(jid);
    if (!isLid(plain)) return plain;
    const other = alt ? jidNormalizedUser(alt) : undefined;
    return (other && !isLid(other) ? other : this.#numberOf(plain)) ?? plain;
  }

  /** How a person is named within a chat: by LID in groups, where it is known. */
  addressed(jid: string, chatId: string): string {
    return (isGroup(chatId) || isLid(chatId) ? this.lidOf(jid) : undefined) ?? jid;
  }

  /** The LID of a person; undefined where it is not known. */
  lidOf(jid: string): string | undefined {
    const plain = jidNormalizedUser(jid);
    if (isLid(plain)) return plain;
    if (plain === this.me.number) return this.me.lid;
    const user = this.#credentials.peek('lid-mapping', userOf(plain));
    return typeof user === 'string' ? `${user}@lid` : undefined;
  }

  #numberOf(lid: string): string | undefined {
    if (lid === this.me.lid) return this.me.number;
    const user = this.#credentials.peek('lid-mapping', `${userOf(lid)}_reverse`);
    return typeof user === 'string' ? `${user}@s.whatsapp.net` : undefined;
  }
}
