import { ApiKeyCreated, ApiKeyList, CreateApiKey, Ticket } from '../apiKeys.ts';
import { AuditPage, ExportAudit, ListAudit } from '../audit.ts';
import { About, Health } from '../http.ts';
import { CreateLead, ExportLeads, Lead, LeadPage, ListLeads, UpdateLead } from '../leads.ts';
import { Settings, SettingsAnswer, UpdateSettings } from '../settings.ts';
import { tagged } from './described.ts';

const health = { summary: 'How the whole deployment is', answers: { 200: Health, 503: Health } };

export const TENANT = {
  ...tagged('Leads', {
    createLead: {
      summary: 'Notes somebody who may become a customer',
      body: CreateLead,
      answers: { 201: Lead },
      errors: ['conflict'],
      examples: { Somebody: { number: '491701234567', name: 'Grace', tags: ['fair'] } },
    },
    listLeads: { summary: 'The leads, newest first', query: ListLeads, answers: { 200: LeadPage } },
    exportLeads: {
      summary: 'The leads as CSV, 5,000 at a time',
      query: ExportLeads,
      answers: { 200: { files: ['text/csv'] } },
    },
    getLead: { summary: 'One lead', answers: { 200: Lead } },
    updateLead: {
      summary: 'Changes a lead; what is absent stays',
      body: UpdateLead,
      answers: { 200: Lead },
      examples: { Won: { status: 'won', notes: null } },
    },
    deleteLead: { summary: 'Deletes a lead', answers: { 204: 'nothing' } },
    getSettings: {
      summary: 'What the tenant has switched on, and what the deployment is set to',
      answers: { 200: SettingsAnswer },
    },
    updateSettings: {
      summary: 'Switches on and off; what is absent stays',
      body: UpdateSettings,
      answers: { 200: Settings },
      examples: { Leads: { leadsFromMessages: true } },
    },
  }),
  ...tagged('Access', {
    createApiKey: {
      summary: 'Makes an API key; answers its secret, this once',
      body: CreateApiKey,
      answers: { 201: ApiKeyCreated },
      errors: ['too_many_requests'],
      examples: { 'For a server': { name: 'CRM', scopes: ['sessions:read', 'messages:send'] } },
    },
    listApiKeys: { summary: 'The API keys, without their secrets', answers: { 200: ApiKeyList } },
    revokeApiKey: { summary: 'Ends an API key, now', answers: { 204: 'nothing' } },
    createTicket: { summary: 'Lets a WebSocket in once, within 60 s', answers: { 201: Ticket } },
    listAudit: { summary: 'Who did what, newest first', query: ListAudit, answers: { 200: AuditPage } },
    exportAudit: {
      summary: 'The audit log as a file, 5,000 entries at a time',
      query: ExportAudit,
      answers: { 200: { files: ['text/csv', 'application/x-ndjson'] } },
    },
  }),
  ...tagged('Health', {
    about: { summary: 'What this is', answers: { 200: About } },
    health,
    apiHealth: health,
  }),
};
