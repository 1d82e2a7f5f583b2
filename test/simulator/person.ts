import { listenEvents } from './controlClient.ts';
import { Log } from './log.ts';
import type { Story } from './story.ts';

export type PhoneMessage = {
  messageId: string;
  from: string;
  to: string;
  fromMe: boolean;
  content: { type: string; text?: string; [field: string]: unknown };
  receipts?: Record<string, string>;
  reactions?: Record<string, string>;
  votes?: Record<string, string[]>;
  edited?: object;
  deleted?: true;
  status?: string;
  deviceId: number;
};

type PhoneEvent = {
  event: string;
  change?: string;
  groupId?: string;
  member?: string;
  presence?: string;
  from?: string;
  messageId?: string;
  status?: string;
  deviceId?: number;
};

/** A simulated person, over the control API. */
export class Person {
  readonly number: string;
  readonly lid: string;
  readonly events = new Log<PhoneEvent>();
  readonly #story: Story;
  #listening = new AbortController();

  constructor(story: Story, number: string, lid: string) {
    this.#story = story;
    this.number = number;
    this.lid = lid;
  }

  /** The person's JID. */
  get jid(): string {
    return `${this.number}@s.whatsapp.net`;
  }

  /** Hears the phone's events from now on. */
  async listen(): Promise<void> {
    this.ignore();
    this.#listening = new AbortController();
    const url = `${this.#story.url}/phones/${this.number}/events`;
    await listenEvents(url, this.#listening.signal, (event, data) => this.events.add({ event, ...(data as object) }));
  }

  ignore(): void {
    this.#listening.abort();
  }

  async scan(qr: string): Promise<number> {
    const { status, body } = await this.#story.call<{ deviceId: number }>(`POST /phones/${this.number}/scan`, { qr });
    if (status !== 200) throw new Error(`scan: ${status} ${JSON.stringify(body)}`);
    return body.deviceId;
  }

  /** Types a pairing code, once the device's wish has come through; answers the status and, where refused, the reason. */
  async types(code: string): Promise<{ status: number; error?: string }> {
    await this.events.find('the wish to be linked', ({ event }) => event === 'pairing-code');
    type Body = { error?: { code: string } };
    const { status, body } = await this.#story.call<Body>(`POST /phones/${this.number}/pairing-code`, { code });
    return { status, ...(body.error ? { error: body.error.code } : {}) };
  }

  /** Writes a text; answers its id. */
  async writes(to: Person, text: string, addressing?: 'pn' | 'lid'): Promise<string> {
    const body = { to: to.number, content: { type: 'text', text }, addressing };
    return (await this.#story.call<{ messageId: string }>(`POST /phones/${this.number}/messages`, body)).body.messageId;
  }

  /** Writes anything to a person or a group; answers its id. */
  async says(to: Person | string, content: { type: string; [field: string]: unknown }): Promise<string> {
    const body = { to: typeof to === 'string' ? to : to.number, content };
    const reply = await this.#story.call<{ messageId: string }>(`POST /phones/${this.number}/messages`, body);
    if (reply.status !== 202) throw new Error(`says: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body.messageId;
  }

  async reads(messageId: string): Promise<void> {
    await this.#story.call(`POST /phones/${this.number}/read`, { messageId });
  }

  async unlinks(deviceId?: number): Promise<void> {
    await this.#story.call(`POST /phones/${this.number}/unlink`, { deviceId });
  }

  async messages(): Promise<PhoneMessage[]> {
    return (await this.#story.call<PhoneMessage[]>(`GET /phones/${this.number}/messages`)).body;
  }

  /** The texts on the phone, in order. */
  async texts(): Promise<(string | undefined)[]> {
    return (await this.messages()).map(({ content }) => content.text);
  }

  /** Waits until the phone shows this message. */
  async shows(messageId: string): Promise<PhoneMessage> {
    await this.events.find(`message ${messageId}`, (each) => each.event === 'message' && each.messageId === messageId);
    return (await this.messages()).find((message) => message.messageId === messageId)!;
  }

  /** Waits until it hears of a change in a group. */
  async hears(groupId: string, change: string): Promise<void> {
    await this.events.find(`${change} in ${groupId}`, (each) => each.groupId === groupId && each.change === change);
  }

  /** Waits until a message that this person sent has come this far. */
  async sees(messageId: string, status: 'delivered' | 'read' | 'played'): Promise<void> {
    await this.events.find(`${messageId} ${status}`, (each) => each.messageId === messageId && each.status === status);
  }
}
