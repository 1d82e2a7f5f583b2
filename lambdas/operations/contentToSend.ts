import type { Content, Outgoing } from '../../core/model/content.ts';
import { KeeplineError } from '../../core/model/errors.ts';

/**
 * What a message will say, from what the caller wrote.
 * @throws {KeeplineError} `invalid_request` for a kind that cannot be sent yet
 */
export function contentToSend(content: Outgoing): Content {
  const { type } = content;
  if (type === 'text' && !content.quote && !content.mentions) return { type, text: content.text };
  const message = 'cannot be sent yet: "text" can';
  throw new KeeplineError('invalid_request', `The body is not valid. content.type: ${message}`, [
    { field: 'content.type', message },
  ]);
}
