import { useEffect, useState } from 'react';
import { useKeepline } from './useKeepline.ts';

/** Whether an operator is here; asked only where it matters, and false until it is known. */
export function useOperates(matters: boolean): boolean {
  const { http } = useKeepline();
  const [operates, setOperates] = useState(false);
  useEffect(() => {
    if (!matters) return;
    const left = new AbortController();
    http.getSettings({ signal: left.signal }).then(
      ({ you }) => setOperates(you.role === 'admin'),
      // The words for everybody are right for an operator, too.
      () => {},
    );
    return () => left.abort();
  }, [http, matters]);
  return operates;
}
