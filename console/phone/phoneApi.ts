/** The control API of the simulated phones. */
import * as z from 'zod';

const Content = z.union([z.object({ type: z.literal('text'), text: z.string() }), z.object({ type: z.string() })]);

/** `timestamp` in seconds; `status` only of what this phone sent. */
export const PhoneMessage = z.object({
  messageId: z.string(),
  from: z.string(),
  to: z.string(),
  fromMe: z.boolean(),
  content: Content,
  timestamp: z.number(),
  status: z.string().optional(),
});
export type PhoneMessage = z.infer<typeof PhoneMessage>;

const Device = z.object({ id: z.int(), connected: z.boolean() });
const Phone = z.object({ number: z.string(), name: z.string(), devices: z.array(Device).default([]) });
export type Phone = z.infer<typeof Phone>;

const Refusal = z.object({ error: z.object({ message: z.string() }) });

async function call<S extends z.ZodType>(base: string, schema: S, path: string, body?: object): Promise<z.infer<S>> {
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(new URL(path, base), init);
  const answer: unknown = await response.json();
  if (response.ok) return schema.parse(answer);
  throw new Error(Refusal.safeParse(answer).data?.error.message ?? `The phone answered ${response.status}.`);
}

export function phoneApi(base: string) {
  return {
    list: () => call(base, z.array(Phone), '/phones'),
    create: (name: string) => call(base, Phone, '/phones', { name }),
    scan: (number: string, qr: string) => call(base, z.unknown(), `/phones/${number}/scan`, { qr }),
    typeCode: (number: string, code: string) => call(base, z.unknown(), `/phones/${number}/pairing-code`, { code }),
    unlink: (number: string, deviceId: number) => call(base, z.unknown(), `/phones/${number}/unlink`, { deviceId }),
    messages: (number: string) => call(base, z.array(PhoneMessage), `/phones/${number}/messages`),
    write: (number: string, to: string, text: string) =>
      call(base, z.unknown(), `/phones/${number}/messages`, { to, content: { type: 'text', text } }),
    read: (number: string, messageId: string) => call(base, z.unknown(), `/phones/${number}/read`, { messageId }),
    events: (number: string) => new EventSource(new URL(`/phones/${number}/events`, base)),
  };
}
export type PhoneApi = ReturnType<typeof phoneApi>;
