/** What stands in the paths, with an example, and what is answered where there is no such thing. */
import type * as z from 'zod';
import type { ErrorCode } from '../errors.ts';
import { ApiKeyId, EventId, MediaId, MessageId, OperationId, SessionId, WebhookId, WorkerId } from '../ids.ts';
import { IN_PATH } from '../jid.ts';
import { LeadId } from '../leads.ts';
import { DeadLetterQueue } from '../operator.ts';
import { GRACE, GROUP, IDS } from './samples/story.ts';

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
    example: IDS.session,
    missing: 'session_not_found',
  },
  messageId: { schema: MessageId, about: 'A message.', example: IDS.message, missing: 'message_not_found' },
  mediaId: {
    schema: MediaId,
    about: 'A file.',
    example: IDS.media,
    missing: 'media_not_found',
  },
  chatId: {
    schema: IN_PATH.chatId,
    about: 'A chat: a phone number with country code, or an address that ends in @s.whatsapp.net, @lid or @g.us.',
    example: GRACE.number,
  },
  contactId: {
    schema: IN_PATH.contactId,
    about: 'A person: a phone number with country code, or an address that ends in @s.whatsapp.net or @lid.',
    example: GRACE.number,
  },
  groupId: { schema: IN_PATH.groupId, about: 'A group; it ends in @g.us.', example: GROUP },
  operationId: {
    schema: OperationId,
    about: 'What a 202 named.',
    example: IDS.operation,
    missing: 'operation_not_found',
  },
  webhookId: {
    schema: WebhookId,
    about: 'A webhook.',
    example: IDS.webhook,
    missing: 'webhook_not_found',
  },
  deliveryId: {
    schema: EventId,
    about: 'A delivery: the id of its event.',
    example: IDS.event,
    missing: 'delivery_not_found',
  },
  workerId: {
    schema: WorkerId,
    about: 'A worker.',
    example: IDS.worker,
    missing: 'worker_not_found',
  },
  queue: { schema: DeadLetterQueue, about: 'A queue of dead letters.', example: 'requests', missing: 'not_found' },
  leadId: { schema: LeadId, about: 'A lead.', example: IDS.lead, missing: 'lead_not_found' },
  keyId: {
    schema: ApiKeyId,
    about: 'An API key.',
    example: IDS.key,
    missing: 'api_key_not_found',
  },
};
