/** What is more than a text: pictures, compared byte for byte, and texts that were edited. */
import { createHash } from 'node:crypto';
import type { Outgoing } from '../../core/model/content.ts';
import { MessageId } from '../../core/model/ids.ts';
import type { Message } from '../../core/model/message.ts';
import type { Problem } from './judge.ts';
import type { Record, Run, Victim } from './run.ts';
import type { Form } from './schedule.ts';

/** A small picture of its own for each text: a PNG's head is what WhatsApp's clients and our store look at. */
function pictureOf(text: string): Buffer {
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  return Buffer.concat([pixel, Buffer.from(text.padEnd(2_000, '.'))]);
}

const MIMETYPE = 'image/png';
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const editOf = (text: string): string => `${text}, edited`;

/** As our API takes it. */
export const toSend = (form: Form, text: string): Outgoing =>
  form === 'file'
    ? { type: 'image', media: { data: pictureOf(text).toString('base64'), mimetype: MIMETYPE }, caption: text }
    : { type: 'text', text };

/** As a simulated phone takes it. */
export const toWrite = (form: Form, text: string) =>
  form === 'file'
    ? { type: 'image', data: pictureOf(text).toString('base64'), mimetype: MIMETYPE, caption: text }
    : { type: 'text', text };

export const toEdit = (messageId: string, text: string) => ({
  type: 'edit' as const,
  messageId: MessageId.parse(messageId),
  text: editOf(text),
});

/** Whether a message's row has all that belongs to its form. */
export function isComplete({ form, text }: Record, row: Message): boolean {
  if (form === 'edited') return row.marks?.edited?.text === editOf(text);
  if (form === 'text' || row.content.type !== 'image') return form === 'text';
  const { media } = row.content;
  return media.state === 'available' && media.sha256 === sha256(pictureOf(text));
}

/** Pictures are on both sides as they were sent; what was edited is so everywhere. */
export async function formProblems(run: Run, victim: Victim, list: Message[]): Promise<Problem[]> {
  const lost = (what: string, { at }: Record): Problem => ({ kind: 'lost', what, at });
  const problems: Problem[] = [];
  for (const record of [...run.sent, ...run.written].filter((one) => one.victim === victim && one.form !== 'text')) {
    const row = list.find(({ id }) => id === record.id);
    const name = `${record.form} ${record.id} of ${victim.watched.id}`;
    if (row && !isComplete(record, row)) problems.push(lost(`${name} is not whole in the message list`, record));
  }
  for (const record of run.sent.filter((one) => one.victim === victim && one.form !== 'text')) {
    const name = `${record.form} ${record.id} of ${victim.watched.id}`;
    const whole = await isWholeOn(run, record);
    if (!whole) problems.push(lost(`${name} is not whole on the contact’s phone ${record.contact.number}`, record));
  }
  return problems;
}

async function isWholeOn(run: Run, { form, contact, id, text }: Record): Promise<boolean> {
  const phone = run.world.phoneOf(contact.number);
  const shown = (await phone.messages()).find(({ messageId }) => messageId === id);
  if (!shown) return false;
  if (form === 'file') return sha256(await phone.opens(id)) === sha256(pictureOf(text));
  return (shown.edited as { text?: string } | undefined)?.text === editOf(text);
}
