import { useEffect, useEffectEvent, type RefObject } from 'react';

/** Hears the keys that are pressed anywhere in an element. */
export function useKeyDown<E extends HTMLElement>(
  element: RefObject<E | null>,
  onKey: (event: KeyboardEvent, element: E) => void,
): void {
  const heard = useEffectEvent(onKey);
  useEffect(() => {
    const current = element.current;
    if (!current) return undefined;
    const hear = (event: KeyboardEvent) => heard(event, current);
    current.addEventListener('keydown', hear);
    return () => current.removeEventListener('keydown', hear);
  }, [element]);
}
