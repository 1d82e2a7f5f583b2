import type { WASocket } from '@whiskeysockets/baileys';
import type { EventBody } from '../../../core/model/events.ts';
import type { OperationKind, RequestOf, ResultOf } from '../../../core/model/operations.ts';
import type { People } from '../people.ts';

/** What operations are performed with. */
export interface Performer {
  sock: WASocket;
  people: People;
}

/** What WhatsApp answered, and what that tells of the directory. */
export interface Performed<K extends OperationKind = OperationKind> {
  result: ResultOf<K>;
  events?: EventBody[];
}

/** The kinds that need nothing but WhatsApp. */
export type PurelyWhatsApp = Exclude<OperationKind, 'mark_read'>;
export type Performances = {
  [K in PurelyWhatsApp]: (performer: Performer, request: RequestOf<K>) => Promise<Performed<K>>;
};
