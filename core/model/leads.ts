/** Leads: people who may become customers, of a tenant. One for each number. */
import * as z from 'zod';
import { SessionId } from './ids.ts';
import { PhoneNumber } from './jid.ts';
import { paging } from './paging.ts';

/** Made from the number, or from the LID where WhatsApp does not tell the number: so there is one lead for each. */
export const LeadId = z
  .string()
  .regex(/^lead_l?\d{5,20}$/, 'must be a lead id, "lead_" and digits')
  .brand<'LeadId'>();
export type LeadId = z.infer<typeof LeadId>;

export const LEAD_STATUSES = ['new', 'contacted', 'qualified', 'won', 'lost'] as const;
const LeadStatus = z.enum(LEAD_STATUSES);

const name = z.string().trim().min(1).max(200);
const source = z.string().trim().min(1).max(100);
const notes = z.string().max(5_000);
const tag = z.string().trim().min(1).max(50);
const tags = z
  .array(tag)
  .max(20)
  .transform((all) => [...new Set(all)]);

export const Lead = z.object({
  id: LeadId,
  number: z.string().optional(),
  name: name.optional(),
  /** Where it comes from: `whatsapp` where a message made it. */
  source: z.string(),
  status: LeadStatus,
  notes: notes.optional(),
  tags: z.array(z.string()),
  /** The chat that it wrote in. */
  sessionId: SessionId.optional(),
  chatId: z.string().optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Lead = z.infer<typeof Lead>;

export const CreateLead = z.strictObject({
  number: PhoneNumber,
  name: name.optional(),
  source: source.default('manual'),
  status: LeadStatus.default('new'),
  notes: notes.optional(),
  tags: tags.default([]),
});

/** What is absent stays; `null` takes it away. */
export const UpdateLead = z.strictObject({
  name: name.nullable().optional(),
  source: source.optional(),
  status: LeadStatus.optional(),
  notes: notes.nullable().optional(),
  tags: tags.optional(),
});
export type UpdateLead = z.infer<typeof UpdateLead>;

const filter = {
  status: LeadStatus.optional(),
  tag: tag.optional(),
  source: source.optional(),
  /** In the name or the number, whatever the case. */
  search: z.string().trim().min(1).max(100).optional(),
};
/** Newest first. */
export const ListLeads = z.strictObject({ ...filter, ...paging });
export type LeadFilter = { [K in keyof typeof filter]?: z.infer<(typeof filter)[K]> };
export const LeadPage = z.object({ leads: z.array(Lead), cursor: z.string().optional() });
/** As CSV, 5,000 at a time: the cursor of the next part is in the header `X-Next-Cursor`. */
export const ExportLeads = z.strictObject({ ...filter, cursor: paging.cursor });

/** The lead that somebody who writes would be. @param chatId canonical */
export const leadIdOf = (chatId: string): LeadId | undefined => {
  const [user = '', server] = chatId.split('@');
  return LeadId.safeParse(`lead_${server === 'lid' ? 'l' : ''}${user}`).data;
};

export function fits({ status, tag: wanted, source: from, search }: LeadFilter, lead: Lead): boolean {
  if (status !== undefined && lead.status !== status) return false;
  if (wanted !== undefined && !lead.tags.includes(wanted)) return false;
  if (from !== undefined && lead.source !== from) return false;
  const text = `${lead.name ?? ''} ${lead.number ?? ''}`.toLowerCase();
  return search === undefined || text.includes(search.replace(/^\+(?=\d)/, '').toLowerCase());
}
