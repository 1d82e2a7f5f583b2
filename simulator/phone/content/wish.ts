import type { MediaType } from './mediaKinds.ts';

/** What goes with every kind. Messages are named by their ids, people by their numbers. */
type Context = { quote?: string | undefined; mentions?: string[] | undefined; forwarded?: boolean | undefined };

type File = {
  type: MediaType;
  /** The file, base64. */
  data: string;
  mimetype: string;
  caption?: string | undefined;
  fileName?: string | undefined;
  seconds?: number | undefined;
  viewOnce?: boolean | undefined;
  /** What the message says instead of where the file is: who sends it may say anything. */
  url?: string | undefined;
  directPath?: string | undefined;
};

type Place = { latitude: number; longitude: number; name?: string | undefined; address?: string | undefined };

/** What a person wants to send. */
export type Wish = Context &
  (
    | { type: 'text'; text: string }
    | ({ type: 'location' } & Place)
    | { type: 'contact'; name: string; number: string }
    | { type: 'poll'; question: string; options: string[]; selectable: number }
    | { type: 'vote'; messageId: string; options: string[] }
    | { type: 'reaction'; messageId: string; emoji: string }
    | { type: 'edit'; messageId: string; text: string }
    | { type: 'delete'; messageId: string }
    | { type: 'forward'; messageId: string }
    | { type: 'event'; name: string; description?: string | undefined; startsAt: string }
    | File
  );
