import { createContext, use } from 'react';
import type { Keepline } from '../boot/start.ts';

export const KeeplineContext = createContext<Keepline | undefined>(undefined);

/** The services of the person who is signed in. */
export function useKeepline(): Keepline {
  const keepline = use(KeeplineContext);
  if (!keepline) throw new Error('This is shown only when somebody is signed in.');
  return keepline;
}
