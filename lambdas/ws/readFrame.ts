import * as z from 'zod';
import { KeeplineError } from '../../core/model/errors.ts';
import { CLIENT_FRAME_TYPES, ClientFrame } from '../../core/model/frames.ts';
import { parseJson, parseRequest } from '../../core/model/parse.ts';

const Named = z.object({ requestId: z.string().min(1).max(128) });
const Typed = z.object({ type: z.enum(CLIENT_FRAME_TYPES) });

/** The client's own name for its frame, where it can be read. */
export function requestIdOf(text: string): string | undefined {
  try {
    return Named.safeParse(JSON.parse(text)).data?.requestId;
  } catch {
    return undefined;
  }
}

/** @throws {KeeplineError} `invalid_json`, `unknown_type`, `invalid_request` */
export function readFrame(text: string): ClientFrame {
  const value = parseJson(text, 'frame');
  if (Typed.safeParse(value).success) return parseRequest(ClientFrame, value, 'frame');
  const types = CLIENT_FRAME_TYPES.join(', ');
  throw new KeeplineError('unknown_type', `A frame is an object whose "type" is one of ${types}.`);
}
