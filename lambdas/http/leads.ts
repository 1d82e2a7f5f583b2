/** The operations on leads, and on what makes them. */
import { createLead } from './leads/createLead.ts';
import { deleteLead } from './leads/deleteLead.ts';
import { exportLeads } from './leads/exportLeads.ts';
import { getLead } from './leads/getLead.ts';
import { listLeads } from './leads/listLeads.ts';
import { updateLead } from './leads/updateLead.ts';
import { getSettings, updateSettings } from './settings.ts';

export const LEADS = {
  createLead,
  listLeads,
  exportLeads,
  getLead,
  updateLead,
  deleteLead,
  getSettings,
  updateSettings,
};
