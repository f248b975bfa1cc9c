import { createRandom } from '@lintel/contracts';
import { findBins, writeBins } from './column-bins';

const number = { name: 'x', categories: 0 };
const binned = (values: Float32Array, bins: ReturnType<typeof findBins>): Uint8Array => {
  const target = new Uint8Array(values.length);
  writeBins(values, bins, target);
  return target;
};

describe('the bins of a column', () => {
  it('give each distinct value a bin of its own where they fit', () => {
    const values = Float32Array.of(3, 1, NaN, 2, 1, -0, 0);
    const bins = findBins(values, number);
    expect(bins.size).toBe(4);
    expect([...bins.upper]).toEqual([0.5, 1.5, 2.5]);
    expect([...binned(values, bins)]).toEqual([3, 1, 4, 2, 1, 0, 0]);
  });

  it('end exactly at a value where no float32 lies between two neighbours', () => {
    const above = new Float32Array(new Uint32Array([0x3f800001]).buffer)[0]!;
    const values = Float32Array.of(1, above);
    expect([...binned(values, findBins(values, number))]).toEqual([0, 1]);
  });

  it('hold about equally many rows where values are many, and frequent values stay alone', () => {
    const random = createRandom(1, 'bins');
    const values = Float32Array.from({ length: 20_000 }, (_, row) => (row % 4 === 0 ? 0 : random.normal() ** 3));
    const bins = findBins(values, number, 64);
    expect(bins.size).toBe(64);
    const counts = new Int32Array(64);
    for (const bin of binned(values, bins)) counts[bin]! += 1;
    const zeroBin = binned(Float32Array.of(0), bins)[0]!;
    expect(counts[zeroBin]).toBeLessThan(5_400);
    const others = [...counts].filter((_, bin) => bin !== zeroBin);
    expect(Math.max(...others)).toBeLessThan(2.5 * (15_000 / 63));
    expect(Math.min(...others)).toBeGreaterThan(0);
  });

  it('of a column without values are none', () => {
    const values = Float32Array.of(NaN, NaN);
    expect(findBins(values, number).size).toBe(0);
    expect([...binned(values, findBins(values, number))]).toEqual([0, 0]);
  });

  it('of categories belong to the most frequent codes; the others count as missing', () => {
    const values = Float32Array.of(7, 7, 7, 2, 2, 5, NaN);
    const bins = findBins(values, { name: 'c', categories: 9 }, 2);
    expect([...bins.codes]).toEqual([2, 7]);
    expect([...binned(values, bins)]).toEqual([1, 1, 1, 0, 0, 2, 2]);
  });

  it('are found for more rows than are looked at', () => {
    const values = Float32Array.from({ length: 500_000 }, (_, row) => row % 1000);
    const bins = findBins(values, number, 100);
    expect(bins.size).toBe(100);
    expect(bins.upper[49]).toBeGreaterThan(400);
    expect(bins.upper[49]).toBeLessThan(600);
  });
});
