import { useCallback, useState } from 'react';

/** Which of a list's things are selected. */
export function useSelection() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const select = useCallback((id: string, on: boolean) => {
    setSelected((before) => {
      const after = new Set(before);
      if (on) after.add(id);
      else after.delete(id);
      return after;
    });
  }, []);
  const selectOnly = useCallback((ids: string[]) => setSelected(new Set(ids)), []);
  return { selected, select, selectOnly };
}
