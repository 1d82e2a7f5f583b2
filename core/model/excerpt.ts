import type { Content } from './content.ts';

const EXCERPT = 1_024;

/** A little of what a message says, as a quote shows it; undefined for what has no words. */
export function excerptOf(content: Content): string | undefined {
  const words = wordsOf(content);
  return words === undefined || words === '' ? undefined : words.slice(0, EXCERPT).toWellFormed();
}

function wordsOf(content: Content): string | undefined {
  switch (content.type) {
    case 'text':
    case 'edit':
      return content.text;
    case 'poll':
      return content.question;
    case 'contact':
      return content.contacts.map(({ name }) => name).join(', ');
    case 'location':
      return content.name;
    case 'reaction':
      return content.emoji;
    case 'vote':
      return content.options.join(', ');
    case 'delete':
    case 'unsupported':
    case 'waiting':
      return undefined;
    default:
      return content.caption ?? content.media.fileName;
  }
}
