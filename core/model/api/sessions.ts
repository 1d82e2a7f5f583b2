import { ExportFile, ExportSession, ImportSession } from '../exports.ts';
import {
  CreateSession,
  Handover,
  ListSessions,
  PairingCodeAnswer,
  QrAnswer,
  RequestPairingCode,
  SessionCreated,
  SessionPage,
  SessionStatusAnswer,
  SetProxy,
} from '../http.ts';
import { Session } from '../session.ts';
import { tagged } from './described.ts';

const [PairingCode, PairingRequested] = PairingCodeAnswer.options;

export const SESSIONS = {
  ...tagged('Sessions', {
    createSession: {
      summary: 'Asks for a session; its QR code follows live',
      body: CreateSession,
      answers: { 201: SessionCreated },
      errors: ['too_many_sessions', 'too_many_guest_sessions'],
      repeatable: true,
      examples: {
        'By QR code': { label: 'Support', metadata: { customer: '4711' } },
        'By pairing code': { phoneNumber: '491701234567' },
      },
    },
    listSessions: { summary: 'The sessions, newest first', query: ListSessions, answers: { 200: SessionPage } },
    getSession: { summary: 'One session', answers: { 200: Session } },
    getSessionStatus: { summary: 'Only how a session is', answers: { 200: SessionStatusAnswer } },
    startSession: {
      summary: 'Connects a session that is at rest',
      answers: { 202: Session },
      errors: ['session_ephemeral', 'device_in_use'],
    },
    stopSession: { summary: 'Disconnects a session; its link stays', answers: { 202: Session } },
    reconnectSession: {
      summary: 'Ends the connection and makes a new one',
      answers: { 202: Session },
      errors: ['session_ephemeral', 'device_in_use'],
    },
    resetAttempts: { summary: 'Tries now, and counts the tries from one again', answers: { 202: Session } },
    setProxy: {
      summary: 'Sets the proxy through which a session reaches WhatsApp',
      body: SetProxy,
      answers: { 202: Session },
      examples: { 'Without one': { url: null } },
    },
    logoutSession: {
      summary: 'Unlinks the phone and erases the credentials',
      answers: { 202: Session },
      errors: ['session_ephemeral'],
    },
    deleteSession: {
      summary: 'Disconnects and archives; it can be started again for 30 days',
      answers: { 202: Session },
    },
    cleanupSession: { summary: 'Unlinks and erases all of a session now', answers: { 202: Session } },
  }),
  ...tagged('Linking', {
    getQr: {
      summary: 'The QR code to scan now: JSON, or a picture where `Accept` says so',
      answers: { 200: { json: QrAnswer, files: ['image/png', 'image/svg+xml'] } },
      errors: ['qr_not_available', 'not_acceptable'],
    },
    requestPairingCode: {
      summary: 'Asks for eight characters to type on the phone instead of scanning',
      body: RequestPairingCode,
      answers: { 200: PairingCode, 202: PairingRequested },
      errors: [
        'session_not_ready',
        'session_already_linked',
        'whatsapp_refused',
        'rate_limited',
        'whatsapp_unavailable',
      ],
      examples: { 'For a phone': { phoneNumber: '491701234567' } },
    },
    collectHandover: {
      summary: 'Takes what an ephemeral session has paired; once',
      answers: { 200: Handover },
      errors: ['handover_not_found'],
    },
    exportSession: {
      summary: 'Takes a session away as a sealed file; it ends here',
      body: ExportSession,
      answers: { 200: ExportFile },
      errors: ['session_ephemeral', 'session_not_linked'],
      examples: { 'With a passphrase': { passphrase: 'correct horse battery staple' } },
    },
    importSession: {
      summary: 'Brings a session that is linked already',
      body: ImportSession,
      answers: { 201: Session },
      errors: ['wrong_passphrase', 'too_many_sessions', 'device_in_use'],
      repeatable: true,
      examples: {
        'An exported file': {
          label: 'Support',
          file: { format: 'keepline-session', version: 1, salt: 'c2FsdHNhbHRzYWx0c2FsdA==', sealed: 'c2VhbGVk' },
          passphrase: 'correct horse battery staple',
        },
      },
    },
  }),
};
