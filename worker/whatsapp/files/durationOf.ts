import { getAudioDuration } from '@whiskeysockets/baileys';
import type { MediaKind } from '../../../core/model/content.ts';

/** How many seconds a recording lasts, for what is shown beside it; undefined where that cannot be told. */
export async function durationOf(path: string, kind: MediaKind): Promise<number | undefined> {
  if (kind !== 'audio' && kind !== 'voice') return undefined;
  try {
    const seconds = await getAudioDuration(path);
    return seconds === undefined ? undefined : Math.max(1, Math.round(seconds));
  } catch {
    return undefined;
  }
}
