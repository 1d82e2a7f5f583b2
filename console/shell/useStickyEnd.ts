import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** So close to the end, in pixels, counts as being there. */
const NEAR = 80;
const LOADED = ['load', 'loadedmetadata', 'error'];

/**
 * A scrolling list that grows at both ends. It stays at its end unless the reader has gone up; then what is read stays in
 * place, also when older items come before it. `first` names the first item.
 */
export function useStickyEnd<E extends HTMLElement>(first?: string) {
  const list = useRef<E>(null);
  const sticks = useRef(true);
  const before = useRef({ first, height: 0, top: 0 });
  const [atEnd, setAtEnd] = useState(false);

  const look = useCallback(() => {
    if (!list.current) return;
    const { scrollHeight, scrollTop, clientHeight } = list.current;
    sticks.current = scrollHeight - scrollTop - clientHeight < NEAR;
    setAtEnd(sticks.current);
  }, []);
  const toEnd = useCallback(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
    look();
  }, [look]);
  const keep = useCallback(() => {
    if (sticks.current) toEnd();
  }, [toEnd]);

  useLayoutEffect(() => {
    if (!list.current) return;
    const { scrollHeight, scrollTop, clientHeight } = list.current;
    const { first: shown, height, top } = before.current;
    // The reader went up in this very frame: the list has not told it yet.
    if (scrollTop < top && height - scrollTop - clientHeight >= NEAR) sticks.current = false;
    if (sticks.current) toEnd();
    else if (first !== shown) list.current.scrollTop += scrollHeight - height;
    before.current = { first, height: scrollHeight, top: list.current.scrollTop };
  });
  useEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const size = new ResizeObserver(keep);
    size.observe(element);
    // A picture that is loaded makes it longer. Such events do not bubble.
    for (const type of LOADED) element.addEventListener(type, keep, true);
    return () => {
      size.disconnect();
      for (const type of LOADED) element.removeEventListener(type, keep, true);
    };
  }, [keep]);
  return { list, atEnd, look, toEnd };
}
