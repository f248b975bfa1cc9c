import { createRandom } from '@lintel/contracts';
import { VectorIndex } from './vector-index';

describe('an index of vectors', () => {
  it('finds the same as sorting all similarities does', () => {
    const random = createRandom(1, 'vectors');
    const vectors = Float32Array.from({ length: 200 * 8 }, () => random.normal());
    const query = Float32Array.from({ length: 8 }, () => random.normal());
    const cosine = (row: number): number => {
      const vector = vectors.subarray(row * 8, row * 8 + 8);
      const dot = (one: Float32Array, other: Float32Array): number =>
        one.reduce((sum, value, at) => sum + value * other[at]!, 0);
      return dot(vector, query) / Math.sqrt(dot(vector, vector) * dot(query, query));
    };
    const sorted = Array.from({ length: 200 }, (_, row) => row).sort((one, other) => cosine(other) - cosine(one));
    const found = new VectorIndex(vectors, 8).nearest(query, { count: 12 });
    expect(found.map(({ row }) => row)).toEqual(sorted.slice(0, 12));
    found.forEach(({ row, similarity }) => expect(similarity).toBeCloseTo(cosine(row), 5));
  });

  it('keeps the order of the index among equals, and passes over what is not accepted', () => {
    const index = new VectorIndex(Float32Array.from([1, 0, 1, 0, 0, 1, 1, 0]), 2);
    expect(index.length).toBe(4);
    expect(index.nearest(Float32Array.of(2, 0), { count: 2 }).map(({ row }) => row)).toEqual([0, 1]);
    const accepted = index.nearest(Float32Array.of(2, 0), { accepts: (row) => row !== 0 });
    expect(accepted.map(({ row }) => row)).toEqual([1, 3, 2]);
  });

  it('refuses vectors of another size', () => {
    expect(() => new VectorIndex(new Float32Array(5), 2)).toThrow('do not fit');
    expect(() => new VectorIndex(new Float32Array(4), 2).nearest(new Float32Array(3))).toThrow('do not fit');
  });
});
