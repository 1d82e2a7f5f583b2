import type { RefObject } from 'react';
import { useKeyDown } from './useKeyDown.ts';

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** The arrow keys, Home and End go through the links and buttons of a list. */
export function useArrowKeys(list: RefObject<HTMLElement | null>): void {
  useKeyDown(list, (event, element) => {
    const step = STEPS[event.key];
    if (!step) return;
    const items = [...element.querySelectorAll<HTMLElement>('a, button')];
    const at = items.findIndex((item) => item === document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    items[step(at, items.length - 1)]?.focus();
  });
}
