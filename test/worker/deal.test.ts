import { describe, expect, it } from 'vitest';
import { newWorkerId } from '../../core/model/ids.ts';
import { imbalanceOf } from '../../worker/balance.ts';
import { dealt } from '../../worker/deal.ts';

describe('sessions that wait are dealt out', () => {
  const [a, b, c] = [newWorkerId(1), newWorkerId(2), newWorkerId(3)];
  const waiting = Array.from({ length: 10 }, (_, i) => i);
  const hands = (...loads: [sessions: number, room: number][]) =>
    loads.map(([sessions, room], i) => ({ worker: [a, b, c][i] ?? a, sessions, room }));
  const deal = (of: ReturnType<typeof hands>) => [a, b, c].map((worker) => dealt(waiting, worker, of));

  it('each to one, in turn, so that the first ones of all come first', () => {
    const [mine, others, rest] = deal(hands([0, 100], [0, 100], [0, 100]));
    expect([mine, others, rest]).toEqual([
      [0, 3, 6, 9],
      [1, 4, 7],
      [2, 5, 8],
    ]);
  });

  it('to the lightest first, until all are even', () => {
    const shares = deal(hands([5, 100], [0, 100], [2, 100]));
    expect(shares.map((share) => share.length)).toEqual([1, 6, 3]);
    expect(shares.flat().toSorted((x, y) => x - y)).toEqual(waiting);
  });

  it('to nobody who has no room; what nobody has room for goes on waiting', () => {
    expect(deal(hands([0, 2], [0, 0], [0, 3])).map((share) => share.length)).toEqual([2, 0, 3]);
  });
});

describe('who has too many gives some away', () => {
  const others = (...loads: number[]) => loads.map((sessions, i) => ({ worker: i, sessions }));

  it('not while all have about as many', () => {
    expect(imbalanceOf(104, others(100, 98, 99))).toBeUndefined();
    expect(imbalanceOf(3, others(0, 1))).toBeUndefined();
  });

  it('not who has too few', () => {
    expect(imbalanceOf(0, others(100, 100))).toBeUndefined();
  });

  it('to a worker that has just come up, though nobody has many too many', () => {
    expect(imbalanceOf(500, others(...Array<number>(9).fill(500), 0))).toEqual({
      surplus: expect.closeTo(45.45, 1),
      givers: 10,
      takers: [{ worker: 9, room: 455 }],
    });
  });

  it('to all that have fewer, where nobody has much fewer', () => {
    expect(imbalanceOf(130, others(97, 97, 97))).toMatchObject({ givers: 1, takers: [{}, {}, {}] });
  });
});
