/** The operations on leads, and on what makes them. */
import * as z from 'zod';
import {
  Lead,
  LeadPage,
  type CreateLead,
  type ExportLeads,
  type ListLeads,
  type UpdateLead,
} from '../core/model/leads.ts';
import { Settings, SettingsAnswer, type UpdateSettings } from '../core/model/settings.ts';
import { call, type HttpOptions } from './call.ts';
import { exportPart } from './exportPart.ts';
import type { Query, Read } from './requestKinds.ts';

const ofLead = (leadId: string, read: Read = {}) => ({ params: { leadId }, ...read });

export function createLeads(options: HttpOptions) {
  return {
    createLead: (body: z.input<typeof CreateLead>, read?: Read) => call(options, 'createLead', Lead, { body, ...read }),
    listLeads: ({ signal, ...query }: Query<typeof ListLeads> = {}) =>
      call(options, 'listLeads', LeadPage, { query, signal }),
    /** CSV. */
    exportLeads: ({ signal, ...query }: Query<typeof ExportLeads> = {}) =>
      exportPart(options, 'exportLeads', query, signal),
    getLead: (id: string, read?: Read) => call(options, 'getLead', Lead, ofLead(id, read)),
    updateLead: (id: string, body: z.input<typeof UpdateLead>, read?: Read) =>
      call(options, 'updateLead', Lead, { body, ...ofLead(id, read) }),
    deleteLead: (id: string, read?: Read) => call(options, 'deleteLead', z.unknown(), ofLead(id, read)),
    getSettings: (read?: Read) => call(options, 'getSettings', SettingsAnswer, read),
    updateSettings: (body: z.input<typeof UpdateSettings>, read?: Read) =>
      call(options, 'updateSettings', Settings, { body, ...read }),
  };
}
