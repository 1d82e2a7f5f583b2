import type { Message } from '../../core/model/message.ts';

/** What a message says, in one line of words. */
export const textOf = ({ content }: Message): string =>
  content.type === 'text' ? content.text : `Not shown yet: ${content.kind.replace(/Message$/, '')}`;
