import { useState } from 'react';
import type { SessionStatus } from '../../core/model/session.ts';

/** How the phone is linked: by scanning, or by typing a code on it. */
export type Way = 'qr' | 'code';

/** What the person chose; before that, a pairing code that is there already decides. */
export function useWay(hasCode: boolean): [Way, (way: Way) => void] {
  const [chosen, setChosen] = useState<Way>();
  return [chosen ?? (hasCode ? 'code' : 'qr'), setChosen];
}

const LINKABLE: ReadonlySet<SessionStatus> = new Set(['pending', 'connecting', 'qr_ready']);

/** A phone can be linked now or in a moment. */
export const mayLink = (status: SessionStatus): boolean => LINKABLE.has(status);
