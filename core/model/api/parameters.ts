/** What stands in the paths, with an example, and what is answered where there is no such thing. */
import type * as z from 'zod';
import type { ErrorCode } from '../errors.ts';
import { ApiKeyId, EventId, MediaId, MessageId, OperationId, SessionId, WebhookId, WorkerId } from '../ids.ts';
import { IN_PATH } from '../jid.ts';
import { LeadId } from '../leads.ts';
import { DeadLetterQueue } from '../operator.ts';

interface Parameter {
  schema: z.ZodType;
  about: string;
  example: string;
  missing?: ErrorCode;
}

export const PATH_PARAMETERS: Record<string, Parameter> = {
  id: {
    schema: SessionId,
    about: 'A session.',
    example: 'ses_01jd3kz8v0e5w6x7y8z9a0b1c2',
    missing: 'session_not_found',
  },
  messageId: { schema: MessageId, about: 'A message.', example: '3EB0C767D097B7C8D2F1', missing: 'message_not_found' },
  mediaId: {
    schema: MediaId,
    about: 'A file.',
    example: 'med_01jd3kz8v0e5w6x7y8z9a0b1c2',
    missing: 'media_not_found',
  },
  chatId: {
    schema: IN_PATH.chatId,
    about: 'A chat: a phone number with country code, or an address that ends in @s.whatsapp.net, @lid or @g.us.',
    example: '491701234567',
  },
  contactId: {
    schema: IN_PATH.contactId,
    about: 'A person: a phone number with country code, or an address that ends in @s.whatsapp.net or @lid.',
    example: '491701234567',
  },
  groupId: { schema: IN_PATH.groupId, about: 'A group; it ends in @g.us.', example: '120363041234567890@g.us' },
  operationId: {
    schema: OperationId,
    about: 'What a 202 named.',
    example: 'op_01jd3kz8v0e5w6x7y8z9a0b1c2',
    missing: 'operation_not_found',
  },
  webhookId: {
    schema: WebhookId,
    about: 'A webhook.',
    example: 'whk_01jd3kz8v0e5w6x7y8z9a0b1c2',
    missing: 'webhook_not_found',
  },
  deliveryId: {
    schema: EventId,
    about: 'A delivery: the id of its event.',
    example: 'evt_01jd3kz8v0e5w6x7y8z9a0b1c2_7',
    missing: 'delivery_not_found',
  },
  workerId: {
    schema: WorkerId,
    about: 'A worker.',
    example: 'wrk-01jd3kz8v0e5w6x7y8z9a0b1c2',
    missing: 'worker_not_found',
  },
  queue: { schema: DeadLetterQueue, about: 'A queue of dead letters.', example: 'requests', missing: 'not_found' },
  leadId: { schema: LeadId, about: 'A lead.', example: 'lead_491701234567', missing: 'lead_not_found' },
  keyId: {
    schema: ApiKeyId,
    about: 'An API key.',
    example: 'key_01jd3kz8v0e5w6x7y8z9a0b1c2',
    missing: 'api_key_not_found',
  },
};
