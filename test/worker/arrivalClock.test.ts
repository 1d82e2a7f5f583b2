import { expect, it } from 'vitest';
import { arrivalClock } from '../../worker/whatsapp/translate/arrivalClock.ts';

it('keeps the order of arrival within WhatsApp’s second, and the moment of what is live', () => {
  let now = 10_250;
  const place = arrivalClock(() => now);
  expect([place(10), place(10)]).toEqual([10_250, 10_251]);
  now = 10_700;
  expect(place(10)).toBe(10_700);
  // A backlog: long ago, several in one second.
  now = 99_000;
  expect([place(50), place(50), place(51)]).toEqual([50_000, 50_001, 51_000]);
  // More than a second holds share its end.
  for (let i = 0; i < 2_000; i++) place(60);
  expect(place(60)).toBe(60_999);
});
