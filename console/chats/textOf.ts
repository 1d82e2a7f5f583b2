import type { Content } from '../../core/model/message.ts';

/** What a message says, in words. */
export const textOf = (content: Content): string =>
  content.type === 'text' ? content.text : `Not shown yet: ${content.kind.replace(/Message$/, '')}`;
