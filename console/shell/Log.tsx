import { useCallback, useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';

/** So close to the end, in pixels, counts as being there. */
const NEAR = 80;

interface Props {
  label: string;
  className: string | undefined;
  children: ReactNode;
}

/** A scrolling list that grows at its end and stays there, unless the reader has gone up. */
export function Log({ label, className, children }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const stick = useCallback(() => {
    if (list.current && atEnd.current) list.current.scrollTop = list.current.scrollHeight;
  }, []);
  useLayoutEffect(stick);
  useEffect(() => {
    const size = new ResizeObserver(stick);
    if (list.current) size.observe(list.current);
    return () => size.disconnect();
  }, [stick]);
  return (
    <div
      ref={list}
      className={className}
      role="log"
      aria-label={label}
      // Not every browser lets the keyboard scroll what cannot have the focus.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
      }}
    >
      {children}
    </div>
  );
}
