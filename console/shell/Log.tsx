import type { ReactNode } from 'react';
import { useStickyEnd } from './useStickyEnd.ts';

interface Props {
  label: string;
  className: string | undefined;
  children: ReactNode;
}

/** A scrolling list that grows at its end and stays there, unless the reader has gone up. */
export function Log({ label, className, children }: Props) {
  const { list, look } = useStickyEnd<HTMLDivElement>();
  return (
    <div
      ref={list}
      className={className}
      role="log"
      aria-label={label}
      // Not every browser lets the keyboard scroll what cannot have the focus.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={look}
    >
      {children}
    </div>
  );
}
