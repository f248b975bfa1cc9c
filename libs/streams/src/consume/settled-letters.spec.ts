import { rangesOf, SettledLetters, sizeOf } from './settled-letters';

describe('settled letters', () => {
  it('leave exactly the others waiting, in whatever order they were settled', () => {
    const settled = new SettledLetters();
    settled.add({ from: 7, to: 7 }, 'discarded');
    settled.add({ from: 2, to: 3 }, 'replayed');
    settled.add({ from: 3, to: 5 }, 'discarded');
    expect(settled.waiting(0, 10)).toEqual([
      { from: 0, to: 1 },
      { from: 6, to: 6 },
      { from: 8, to: 9 },
    ]);
    expect([0, 2, 3, 5, 6, 7].map((offset) => settled.outcomeOf(offset))).toEqual([
      undefined,
      'replayed',
      'discarded',
      'discarded',
      undefined,
      'discarded',
    ]);
  });

  it('count only what is still kept', () => {
    const settled = new SettledLetters();
    for (const offset of [1, 2, 3, 8]) settled.add({ from: offset, to: offset }, 'replayed');
    expect(settled.waiting(3, 8)).toEqual([{ from: 4, to: 7 }]);
    expect(settled.waiting(5, 6)).toEqual([{ from: 5, to: 5 }]);
    expect(settled.waiting(8, 9)).toEqual([]);
    expect(settled.waiting(4, 4)).toEqual([]);
    expect(new SettledLetters().waiting(2, 4)).toEqual([{ from: 2, to: 3 }]);
  });

  it('agree with a count by hand on a thousand random settlements', () => {
    const settled = new SettledLetters();
    const byHand = new Set<number>();
    let state = 1;
    const next = (): number => (state = (state * 48_271) % 2_147_483_647);
    for (let turn = 0; turn < 1_000; turn += 1) {
      const from = next() % 5_000;
      const to = from + (next() % 4);
      settled.add({ from, to }, 'replayed');
      for (let offset = from; offset <= to; offset += 1) byHand.add(offset);
    }
    const waiting = Array.from({ length: 4_000 }, (_, at) => at + 500).filter((offset) => !byHand.has(offset));
    expect(settled.waiting(500, 4_500)).toEqual(rangesOf(waiting));
    expect(sizeOf(rangesOf(waiting))).toBe(waiting.length);
    expect(waiting.every((offset) => settled.outcomeOf(offset) === undefined)).toBe(true);
  });
});
