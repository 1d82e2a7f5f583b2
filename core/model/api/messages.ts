import {
  EventPage,
  FeedPage,
  ListAllEvents,
  ListEvents,
  ListMessages,
  MessageAccepted,
  MessagePage,
  SendMessage,
} from '../http.ts';
import { CreateMedia, MediaAnswer, MediaCreated } from '../media.ts';
import { Message } from '../message.ts';
import { tagged } from './described.ts';

const to = '491701234567';

export const MESSAGES = {
  ...tagged('Messages', {
    sendMessage: {
      summary: 'Accepts a message; it is sent once, in order',
      body: SendMessage,
      answers: { 202: MessageAccepted },
      errors: [
        'session_not_ready',
        'not_on_whatsapp',
        'media_not_found',
        'media_not_ready',
        'message_not_found',
        'too_late',
      ],
      repeatable: true,
      examples: {
        'A text': { to, message: 'Hello!' },
        'A content': { to, content: { type: 'text', text: 'Hello!' }, deadlineSeconds: 3600 },
        'A place': { to, content: { type: 'location', latitude: 52.52, longitude: 13.405, name: 'Berlin' } },
        'A contact': { to, content: { type: 'contact', contacts: [{ name: 'Ada', phoneNumber: '491707654321' }] } },
        'A poll': { to, content: { type: 'poll', question: 'When?', options: ['Today', 'Tomorrow'], selectable: 1 } },
        'A small file': {
          to,
          content: { type: 'document', media: { data: 'SGVsbG8h', mimetype: 'text/plain' }, fileName: 'hello.txt' },
        },
      },
    },
    listMessages: {
      summary: 'Messages, newest first; of one chat where it is named',
      query: ListMessages,
      answers: { 200: MessagePage },
    },
    getMessage: { summary: 'One message, with its status', answers: { 200: Message } },
  }),
  ...tagged('Files', {
    createMedia: {
      summary: 'Announces a file; its bytes go to the address that is answered',
      body: CreateMedia,
      answers: { 201: MediaCreated },
      examples: { 'A picture': { mimetype: 'image/png', bytes: 20_480, fileName: 'plan.png' } },
    },
    getMedia: {
      summary: 'A short-lived address of a file',
      answers: { 200: MediaAnswer },
      errors: ['media_not_ready'],
    },
  }),
  ...tagged('Events', {
    listEvents: {
      summary: 'Events of a session after a place',
      query: ListEvents,
      answers: { 200: EventPage },
      errors: ['events_expired'],
    },
    listAllEvents: {
      summary: 'Events of all sessions after a cursor',
      query: ListAllEvents,
      answers: { 200: FeedPage },
      errors: ['events_expired'],
    },
  }),
};
