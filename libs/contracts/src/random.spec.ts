import { createRandom, murmurHash3, xoshiro128StarStar } from './random';

const draws = (count: number, seed: number, ...streams: string[]): number[] => {
  const random = createRandom(seed, ...streams);
  return Array.from({ length: count }, () => random.next());
};

describe('random numbers', () => {
  it('follow the reference implementation of xoshiro128**', () => {
    const draw = xoshiro128StarStar(Uint32Array.of(1, 2, 3, 4));
    expect(Array.from({ length: 10 }, draw)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it('hash their seed as the published vectors of MurmurHash3 say', () => {
    const hash = (text: string, seed: number): number => murmurHash3(new TextEncoder().encode(text), seed);
    expect(hash('', 0)).toBe(0);
    expect(hash('', 1)).toBe(0x514e28b7);
    expect(hash('hello', 0)).toBe(0x248bfa47);
    expect(hash('hello, world', 0)).toBe(0x149bbb7f);
    expect(hash('The quick brown fox jumps over the lazy dog', 0)).toBe(0x2e4ff723);
  });

  it('are the same for the same seed, for ever', () => {
    expect(draws(3, 1, 'split')).toEqual(draws(3, 1, 'split'));
    const random = createRandom(1, 'split');
    expect(random.shuffle(Array.from({ length: 10 }, (_, index) => index))).toEqual([5, 9, 1, 4, 6, 0, 2, 3, 7, 8]);
  });

  it('differ between seeds and between streams of one seed', () => {
    const first = [draws(1, 1), draws(1, 2), draws(1, 1, 'a'), draws(1, 1, 'b'), draws(1, 1, 'a', 'b')].flat();
    expect(new Set(first).size).toBe(first.length);
  });

  it('are uniform', () => {
    const random = createRandom(7);
    const counts = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 100_000; draw++) counts[random.int(10)]! += 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(27.88); // The 99.9 % quantile at 9 degrees of freedom.
  });

  it('are standard normal where asked', () => {
    const random = createRandom(7);
    const values = Array.from({ length: 100_000 }, () => random.normal());
    const moment = (power: number): number => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.015);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.02);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
  });

  it('shuffle a list without losing anything, every order being as likely', () => {
    const random = createRandom(3);
    const orders = new Map<string, number>();
    for (let draw = 0; draw < 6_000; draw++) {
      const order = random.shuffle(Int32Array.of(0, 1, 2)).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect([...orders.keys()].sort()).toEqual(['012', '021', '102', '120', '201', '210']);
    for (const count of orders.values()) expect(Math.abs(count - 1_000)).toBeLessThan(110);
  });

  it('refuse a seed that is no whole number', () => {
    expect(() => createRandom(0.5)).toThrow(/safe integer/);
  });
});
