/**
 * People of whom just the LID is known. They are kept among the session's sealed keys until WhatsApp tells a number, in
 * whatever way: then it is told, in the entry that has the number, that both are one.
 */
import type { EventBody } from '../../core/model/events.ts';
import { isLid, phoneNumberOf } from '../../core/model/jid.ts';
import type { Credentials } from '../whatsapp/credentials.ts';
import { People } from '../whatsapp/people.ts';
import { gatherChanges } from '../whatsapp/translate/gatherChanges.ts';

/** About 20 bytes of the checkpoint each. The oldest are forgotten: their chat is found with the next word from them. */
const KEPT = 2_000;

export class Strangers {
  readonly #credentials: () => Credentials;
  readonly #changes: ReturnType<typeof gatherChanges>;

  constructor(credentials: () => Credentials, tell: (event: EventBody) => void) {
    this.#credentials = credentials;
    // An address book may name a thousand at once.
    this.#changes = gatherChanges((events) => events.forEach(tell));
  }

  /** An event as it is to be told: what began when the number was not known yet goes by it now. */
  told(event: EventBody): EventBody {
    switch (event.type) {
      case 'message_received':
      case 'message_sent': {
        const { message } = event;
        const chatId = this.#nameOf(message.chatId);
        const whole = { ...message, chatId, phoneNumber: phoneNumberOf(chatId), lid: message.chatId };
        return chatId === message.chatId ? event : { ...event, message: whole };
      }
      case 'message_media':
        return { ...event, chatId: this.#nameOf(event.chatId) };
      case 'chat_updated':
        this.#note(event.chat.chatId);
        return event;
      case 'contact_updated':
        this.#note(event.contact.jid);
        return event;
      case 'history_received':
        for (const { chatId } of event.chats ?? []) this.#note(chatId);
        for (const { jid } of event.contacts ?? []) this.#note(jid);
        for (const { chatId } of event.messages ?? []) this.#note(chatId);
        return event;
      default:
        return event;
    }
  }

  /** WhatsApp tells whose these LIDs are. */
  met(lids: readonly string[]): void {
    const credentials = this.#credentials();
    for (const lid of lids.filter((each) => credentials.kept('stranger').has(each))) {
      const jid = new People(credentials).canonical(lid);
      if (isLid(jid)) continue;
      credentials.keep('stranger', lid);
      this.#changes.contact({ jid, phoneNumber: phoneNumberOf(jid), lid });
      this.#changes.chat({ chatId: jid, lid });
    }
  }

  #nameOf(chatId: string): string {
    if (!isLid(chatId)) return chatId;
    const known = new People(this.#credentials()).canonical(chatId);
    this.#note(known);
    return known;
  }

  #note(jid: string): void {
    if (!isLid(jid)) return;
    const credentials = this.#credentials();
    const kept = credentials.kept('stranger');
    if (kept.has(jid)) return;
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= KEPT) credentials.keep('stranger', oldest);
    credentials.keep('stranger', jid, true);
  }
}
