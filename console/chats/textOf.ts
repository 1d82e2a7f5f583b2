import type { Content, MediaKind } from '../../core/model/content.ts';

export const KIND_WORDS: Record<MediaKind, string> = {
  image: 'Photo',
  video: 'Video',
  video_note: 'Video note',
  audio: 'Audio',
  voice: 'Voice note',
  document: 'Document',
  sticker: 'Sticker',
};

/** What a message says, in words. */
export function textOf(content: Content): string {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'location':
      return content.name ?? 'Location';
    case 'contact':
      return `Contact: ${content.contacts.map(({ name }) => name).join(', ')}`;
    case 'poll':
      return `Poll: ${content.question}`;
    case 'reaction':
      return content.emoji === '' ? 'Took a reaction back' : `Reacted ${content.emoji}`;
    case 'edit':
      return content.text;
    case 'delete':
      return 'Deleted a message';
    case 'vote':
      return `Voted: ${content.options.join(', ')}`;
    case 'waiting':
      return 'Waiting for this message';
    case 'unsupported':
      return `Not shown yet: ${content.kind.replace(/Message$/, '')}`;
    default:
      return content.caption ?? content.media.fileName ?? KIND_WORDS[content.type];
  }
}
