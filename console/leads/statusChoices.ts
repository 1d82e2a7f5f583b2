import { LEAD_STATUSES } from '../../core/model/leads.ts';

const LABELS: Record<(typeof LEAD_STATUSES)[number], string> = {
  new: 'New',
  contacted: 'Contacted',
  qualified: 'Qualified',
  won: 'Won',
  lost: 'Lost',
};

/** How far somebody has come, as people choose it. */
export const STATUS_CHOICES = LEAD_STATUSES.map((value) => ({ value, label: LABELS[value] }));
