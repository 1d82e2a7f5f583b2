import { expect, it } from 'vitest';
import { Rounds } from '../../worker/session/rounds.ts';

it('looks soon after a bell, more and more rarely where none comes, and never gives up', () => {
  const rounds = new Rounds();
  const looks = (count: number) => Array.from({ length: count }, (_, i) => i + 1).filter(() => rounds.pass());
  expect(looks(16)).toEqual([1, 3, 7, 11, 15]);
  rounds.beginAnew();
  expect(looks(8)).toEqual([1, 3, 7]);
});
