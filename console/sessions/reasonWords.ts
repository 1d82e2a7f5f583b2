/** Why a session or a message is as it is, in words. A newer server may know more reasons: then its own words are shown. */
import type { Session } from '../../core/model/session.ts';
import { STATUS_WORDS } from './statusWords.ts';

interface Words {
  /** What happened. */
  text: string;
  /** What comes next, or what the person can do. */
  next?: string | undefined;
}

const BACK = 'It comes back by itself. Messages that you send now go out as soon as it is back.';
const LINK_AGAIN = 'Its keys are erased here. Link the phone again to go on; the chats stay.';

/** Every reason that a worker gives. */
export const SESSION_REASONS: Record<string, Words> = {
  qr_not_scanned: {
    text: 'No phone was linked in time, so the codes have ended.',
    next: 'Nothing is lost. Have the phone at hand, then get a new code.',
  },
  stopped_by_user: {
    text: 'The session was stopped, and is still linked to the phone.',
    next: 'Start it to connect again, without a new scan. What came in meanwhile is fetched then.',
  },
  exported: {
    text: 'The session has left as a file. There are no keys here any more, so that it never has two owners.',
    next: 'Import the file to bring it back, or start to link a phone anew.',
  },
  export_too_large: {
    text: 'The session has too many keys to leave as a file. It is stopped, and still linked to the phone.',
    next: 'Start it to connect again, without a new scan.',
  },
  session_timeout: { text: 'The time for this session is over, and it is erased.', next: 'Begin again.' },
  handed_over: { text: 'The session was handed over to whoever paired it. Nobody connects with it here any more.' },
  logged_out_by_user: { text: 'The session was logged out of WhatsApp.', next: LINK_AGAIN },
  unlinked_on_the_phone: { text: 'This device was removed on the phone, under “Linked devices”.', next: LINK_AGAIN },
  temporarily_banned: {
    text: 'WhatsApp has banned this number for a while.',
    next: 'WhatsApp on the phone says how long. Wait until the ban ends, then start again.',
  },
  banned: {
    text: 'WhatsApp has banned this number.',
    next: 'Ask for a review in WhatsApp on the phone. When the number is free again, start again.',
  },
  waiting_for_turn: {
    text: 'Many phones are being linked at this moment. This session waits for its turn.',
    next: 'Its code comes by itself, as soon as it has a turn.',
  },
  passkey_required: {
    text: 'WhatsApp wants a passkey before it links a device to this account. That cannot be given here yet.',
    next: 'Link the phone of another account, or ask your operator.',
  },
  client_outdated: {
    text: 'WhatsApp does not accept this version of Keepline any more.',
    next: 'Ask your operator for an update. The session stays linked, and comes back by itself after that.',
  },
  client_refused: {
    text: 'WhatsApp refuses this client.',
    next: 'Ask your operator to look into it, then try again.',
  },
  credentials_damaged: {
    text: 'The stored keys of this session cannot be read. They are kept aside, nothing was deleted.',
    next: 'Ask your operator to look at them, or link the phone again now.',
  },
  storage_refused: {
    text: 'What happened last could not be stored, so the session has ended before it. Nothing of it was confirmed.',
    next: 'Start the session again: it stays linked. If it ends like this again, ask your operator.',
  },
  worker_changed: { text: 'The session is moving to another server.', next: BACK },
  connection_lost: { text: 'The connection to WhatsApp broke off.', next: BACK },
  connection_closed: { text: 'WhatsApp closed the connection.', next: BACK },
  replaced: { text: 'Another connection of this session took its place.', next: BACK },
  server_error: { text: 'WhatsApp had an error on its side.', next: BACK },
  proxy_unreachable: {
    text: 'The proxy of this session cannot be reached, or cannot reach WhatsApp. Nothing goes around it.',
    next: 'It is tried again by itself. Check its address, or set another one.',
  },
  proxy_refused: {
    text: 'The proxy of this session refuses the connection.',
    next: 'It is tried again by itself. Check the user name and the password, or set another one.',
  },
  whatsapp_463: {
    text: 'WhatsApp has refused a message to somebody new, so such messages wait.',
    next: 'Replies to people who have written go out as ever. Ask people to write first.',
  },
  reach_out_limited: {
    text: 'WhatsApp has limited this account: for now it may not write to new people, and such messages wait.',
    next: 'Replies to people who have written go out as ever. Ask people to write first.',
  },
  new_chats_capped: {
    text: 'This account has begun as many new chats as WhatsApp allows for now, so messages to new people wait.',
    next: 'Replies to people who have written go out as ever.',
  },
  service_unavailable: { text: 'WhatsApp is not available for the moment.', next: BACK },
  no_worker: {
    text: 'No worker holds this session, so it is not connected.',
    next: 'A worker takes it up as soon as one is up and has room. It stays linked.',
  },
  stuck: {
    text: 'It has been on its way for longer than a connection takes.',
    next: 'Try now. If that does not help, ask your operator to move it to another worker.',
  },
};

/** What operators do where others are told to ask one. */
export const OPERATOR_NEXT: Record<string, string> = {
  client_outdated:
    'Set the version that WhatsApp takes now, under “Operations”. The sessions stay linked, and try again within seconds.',
  client_refused: 'The worker’s log has WhatsApp’s answer. Then try again; the session stays linked.',
  passkey_required: 'Link the phone of another account.',
  credentials_damaged: 'Log out and link the phone again; what is damaged is kept aside, to be looked at.',
  storage_refused: 'Try again: it stays linked. If it ends like this again, look at the table and the worker’s log.',
  no_worker: 'Look under “Workers” whether one is up and has room; more of them help. It stays linked.',
  stuck: 'Try now, or move it: under “Workers”, open the one that holds it.',
};

const plain = (reason: string): string => reason.replaceAll('_', ' ');

/** Whether an operator is told something else than the others. */
export const concernsOperators = (session: Session): boolean =>
  'reason' in session && session.reason !== undefined && session.reason in OPERATOR_NEXT;

/** What the session's state means and what happens next; @param operates is told to an operator */
export function wordsOf(session: Session, operates = false): Words {
  const { text } = STATUS_WORDS[session.status];
  if (!('reason' in session) || !session.reason) return { text };
  const known = SESSION_REASONS[session.reason];
  if (known) return operates ? { ...known, next: OPERATOR_NEXT[session.reason] ?? known.next } : known;
  const why = session.reason ? `${text} The reason: ${plain(session.reason)}.` : text;
  return { text: why, next: 'userAction' in session ? session.userAction : undefined };
}

/** Why a message failed; with WhatsApp's code after `whatsapp_` where WhatsApp refused it. */
const MESSAGE_REASONS: Record<string, string> = {
  deadline_passed: 'It could not be sent in time, and will not be any more.',
  outcome_unknown: 'It was on its way when the connection ended. It may have arrived, or not.',
  whatsapp_400: 'WhatsApp could not read it.',
  whatsapp_401: 'This account may not write to this chat.',
  whatsapp_403: 'This account may not write to this chat.',
  whatsapp_404: 'This number or group does not exist on WhatsApp.',
  whatsapp_406: 'WhatsApp did not accept it for this chat.',
  whatsapp_420: 'This account may not write to this group.',
  whatsapp_429: 'Too many messages in a short time. Wait a while, then send it again.',
  whatsapp_463: 'WhatsApp limits how many new people this account may write to. Wait until they write, or a day.',
  whatsapp_475: 'This account may not write to this group.',
  whatsapp_479: 'WhatsApp could not deliver it to this address.',
  whatsapp_500: 'WhatsApp had an error on its side. Send it again.',
  whatsapp_503: 'WhatsApp was not available. Send it again.',
};

export function failureWords(reason: string | undefined): string {
  if (!reason) return 'WhatsApp did not take it.';
  return MESSAGE_REASONS[reason] ?? `WhatsApp did not take it (${plain(reason)}).`;
}

/** Why the service did not take a message, by the error's code. */
const REFUSALS: Record<string, string> = {
  session_not_ready: 'The session is not connected, so nothing was sent. Start it, then try again.',
  network: 'The server cannot be reached. It is sent when you are back online.',
  unavailable: 'The service is busy. Try again in a moment; it is sent only once.',
  timed_out: 'No answer came in time. Try again; it is sent only once.',
  payload_too_large: 'This text is too long to send. Split it.',
};

export const refusalWords = ({ code, message }: { code: string; message: string }): string => REFUSALS[code] ?? message;
