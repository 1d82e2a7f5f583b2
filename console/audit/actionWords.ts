import type { ROUTES } from '../../core/model/http.ts';

type Route = (typeof ROUTES)[keyof typeof ROUTES];
type Action = Exclude<Extract<Route, { audit: unknown }>['audit'], false>;

/** What was done, or asked for, as a person says it; how it ended is said beside it. */
export const ACTION_WORDS: Record<Action, string> = {
  'session.create': 'Create a session',
  'session.start': 'Start a session',
  'session.stop': 'Stop a session',
  'session.reconnect': 'Reconnect a session now',
  'session.reset_attempts': 'Begin a session’s tries to connect anew',
  'session.pairing_code': 'Ask for a pairing code',
  'session.set_proxy': 'Change a session’s proxy',
  'session.logout': 'Log a session out of WhatsApp',
  'session.archive': 'Delete a session',
  'session.erase': 'Erase a session for good',
  'session.export': 'Export a session as a file',
  'session.import': 'Import a session from a file',
  'session.hand_over': 'Collect a session’s keys',
  'session.cleanup_inactive': 'Archive inactive sessions',
  'session.move': 'Move a session to another worker',
  'message.send': 'Send a message',
  'chat.mark_read': 'Mark a chat as read',
  'contact.block': 'Block a contact',
  'contact.unblock': 'Unblock a contact',
  'profile.update': 'Change the profile',
  'group.create': 'Create a group',
  'group.join': 'Join a group',
  'group.update': 'Change a group',
  'group.update_members': 'Change a group’s members',
  'group.revoke_invite': 'Replace a group’s invite link',
  'group.leave': 'Leave a group',
  'webhook.create': 'Create a webhook',
  'webhook.update': 'Change a webhook',
  'webhook.delete': 'Delete a webhook',
  'webhook.test': 'Test a webhook',
  'webhook.rotate_secret': 'Replace a webhook’s secret',
  'webhook.resume': 'Resume a webhook',
  'webhook.redrive': 'Deliver a webhook’s events again',
  'key.create': 'Create an API key',
  'key.revoke': 'Revoke an API key',
  'lead.create': 'Create a lead',
  'lead.update': 'Change a lead',
  'lead.delete': 'Delete a lead',
  'lead.export': 'Export leads',
  'settings.update': 'Change the settings',
  'worker.drain': 'Drain a worker',
  'dead_letters.redrive': 'Try dead letters again',
  'whatsapp_version.set': 'Set the version of WhatsApp Web',
};

const WORDS: Record<string, string> = ACTION_WORDS;
/** A newer server may know more of them. */
export const actionWords = (action: string): string => WORDS[action] ?? action;
