/** What each operation answers to whom. A new one does not compile without its row. */
import type { ClientFrameType } from '../../core/model/frames.ts';
import type { Operation, ROUTES } from '../../core/model/http.ts';

export type Guarded = { [O in Operation]: (typeof ROUTES)[O] extends { open: true } ? never : O }[Operation];

export interface Row {
  /** A member of the tenant, and a key with the scope; with a session that is "disconnected". */
  member: number;
  /** Somebody of another tenant, who names what is ours where a path names something. */
  other: number;
  /** An operator, of another tenant; what a member is answered where it is not said. */
  admin?: number;
  /** A key with all scopes that is bound to another session of ours. */
  bound: number;
  /** A guest, where that is neither 404, nor 403 for what guests may not. */
  guest?: number;
  body?: unknown;
}

const BOB = '491701234567';
/** Ours, or not there at all. */
const session = (member: number, body?: unknown): Row => ({ member, other: 404, bound: 404, body });
const webhook = (member: number, body?: unknown): Row => ({ member, other: 404, bound: 404, body });
/** Everybody's own; what is in them is looked at apart. */
const list: Row = { member: 200, other: 200, bound: 200 };
const operators = (admin: number, body?: unknown): Row => ({ member: 403, other: 403, bound: 403, admin, body });
/** Of one tenant, whoever operates the deployment. */
const ofCaller = (row: Row): Row => ({ ...row, admin: row.other });

export const ROWS: Record<Guarded, Row> = {
  createSession: { member: 201, other: 201, bound: 403, guest: 401, body: {} },
  listSessions: list,
  getSession: session(200),
  getSessionStatus: session(200),
  getQr: session(409),
  requestPairingCode: session(409, { phoneNumber: BOB }),
  startSession: session(202),
  stopSession: session(202),
  reconnectSession: session(202),
  resetAttempts: session(202),
  setProxy: session(202, { url: null }),
  logoutSession: session(202),
  deleteSession: session(202),
  cleanupSession: session(202),
  collectHandover: session(404),
  exportSession: session(409, { passphrase: 'correct horse battery staple' }),
  // What is no file is told to all who may import one.
  importSession: { member: 400, other: 400, bound: 400, body: {} },
  sendMessage: session(409, { to: BOB, message: 'hello' }),
  listMessages: session(200),
  getMessage: session(404),
  listEvents: session(200),
  listChats: session(200),
  getChat: session(404),
  markRead: session(409, {}),
  setChatPresence: session(409, { presence: 'composing' }),
  subscribePresence: session(409),
  setPresence: session(409, { presence: 'available' }),
  listContacts: session(200),
  getContact: session(409),
  blockContact: session(409),
  unblockContact: session(409),
  listBlocked: session(409),
  checkNumbers: session(409, { numbers: [BOB] }),
  getProfile: session(409),
  updateProfile: session(409, { about: 'open' }),
  listGroups: session(200),
  createGroup: session(409, { subject: 'Friends', members: [BOB] }),
  joinGroup: session(409, { inviteCode: 'AbCdEfGhIjKlMnOpQrSt' }),
  getGroup: session(409),
  updateGroup: session(409, { subject: 'Ours' }),
  updateMembers: session(409, { action: 'add', members: [BOB] }),
  getInvite: session(409),
  revokeInvite: session(409),
  leaveGroup: session(409),
  getOperation: session(404),
  listAllEvents: list,
  createWebhook: { member: 201, other: 201, bound: 403, body: { url: 'https://example.com/hook' } },
  listWebhooks: list,
  getWebhook: webhook(200),
  updateWebhook: webhook(200, { description: 'ours' }),
  deleteWebhook: webhook(200),
  testWebhook: webhook(200),
  rotateWebhookSecret: webhook(200),
  resumeWebhook: webhook(200),
  redriveWebhook: webhook(202),
  listDeliveries: webhook(200),
  redriveDelivery: webhook(404),
  sessionStats: list,
  listActive: list,
  listInactive: list,
  listConnected: list,
  listProblematic: list,
  cleanupInactive: { member: 200, other: 200, bound: 200, body: { olderThanDays: 7 } },
  getDetails: session(200),
  checkHealth: session(200),
  moveSession: operators(409),
  getMetrics: operators(200),
  listWorkers: operators(200),
  listWorkerSessions: operators(404),
  drainWorker: operators(404),
  listReports: operators(200),
  listDeadLetters: operators(200),
  redriveDeadLetters: operators(200),
  createLead: { member: 201, other: 201, bound: 403, body: { number: BOB } },
  listLeads: list,
  exportLeads: list,
  getLead: ofCaller({ member: 200, other: 404, bound: 404 }),
  updateLead: ofCaller({ member: 200, other: 404, bound: 404, body: { name: 'Bob' } }),
  deleteLead: ofCaller({ member: 204, other: 404, bound: 404 }),
  getSettings: list,
  updateSettings: { member: 200, other: 200, bound: 403, body: {} },
  getWhatsAppVersion: operators(200),
  setWhatsAppVersion: operators(200, { version: null }),
  createMedia: session(201, { mimetype: 'image/png', bytes: 10 }),
  getMedia: session(404),
  createApiKey: { member: 201, other: 201, bound: 201, body: { name: 'more', scopes: ['admin'] } },
  listApiKeys: list,
  revokeApiKey: ofCaller({ member: 204, other: 404, bound: 404 }),
  createTicket: { member: 201, other: 201, bound: 201, guest: 201 },
  listAudit: list,
  exportAudit: list,
  // Of the caller's own default session, where it has one.
  defaultStatus: ofCaller({ member: 200, other: 404, bound: 200 }),
  defaultQr: ofCaller({ member: 409, other: 404, bound: 409 }),
  defaultSend: ofCaller({ member: 409, other: 404, bound: 409, body: { number: BOB, message: 'hello' } }),
  defaultHealth: ofCaller({ member: 200, other: 404, bound: 200 }),
  defaultInfo: ofCaller({ member: 200, other: 404, bound: 200 }),
  defaultReconnect: ofCaller({ member: 202, other: 201, bound: 202 }),
  cleanupSessions: { member: 200, other: 200, bound: 200, body: { olderThanDays: 7 } },
  initSession: { member: 201, other: 201, bound: 403, body: { userId: 'user-7' } },
  qrCode: session(409),
  sessionStatus: session(200),
};

/** What a frame answers to whom: the `type` of the answer, or the code of the error. The session is "connected". */
export interface FrameRow {
  member: string;
  other: string;
  /** A key with all scopes that is bound to another session of ours. */
  bound: string;
  /** One that is bound to this session, where that is not what a member is answered. */
  boundHere?: string;
  /** A guest with another session, or with none yet. */
  guest: string;
  /** The guest of the session that is named; that one waits for a phone. */
  guestHere: string;
  frame: (session: string) => object;
}
const ofSession = (member: string, more: object = {}): FrameRow => ({
  member,
  other: 'session_not_found',
  bound: 'session_not_found',
  guest: 'session_not_found',
  guestHere: member,
  frame: (sessionId) => ({ sessionId, ...more }),
});
/** Whoever asks, it is about the caller's own. */
const own = (answer: string, guest: string, more: object): FrameRow => ({
  member: answer,
  other: answer,
  bound: answer,
  guest,
  guestHere: guest,
  frame: () => more,
});

export const FRAME_ROWS: Record<ClientFrameType, [FrameRow, ...FrameRow[]]> = {
  create_session: [
    { ...own('session_created', 'unauthenticated', {}), bound: 'forbidden', boundHere: 'forbidden' },
    {
      ...own('session_created', 'session_created', { ephemeral: true }),
      bound: 'forbidden',
      boundHere: 'forbidden',
    },
  ],
  subscribe: [
    ofSession('subscribed'),
    ofSession('subscribed', { after: 0 }),
    own('subscribed', 'forbidden', { all: true }),
  ],
  unsubscribe: [
    // To leave what one never listened to does nothing.
    { ...ofSession('unsubscribed'), other: 'unsubscribed', bound: 'unsubscribed', guest: 'unsubscribed' },
    own('unsubscribed', 'unsubscribed', { all: true }),
  ],
  request_pairing_code: [
    { ...ofSession('session_already_linked', { phoneNumber: BOB }), guestHere: 'pairing_code_requested' },
  ],
  send_message: [
    { ...ofSession('message_accepted', { to: BOB, message: 'hello' }), guest: 'forbidden', guestHere: 'forbidden' },
  ],
  disconnect_session: [ofSession('disconnecting')],
  ping: [own('pong', 'pong', {})],
};
