import { measureRetrieval } from './measure-retrieval';

/** Directions in the plane, by their angle in degrees. */
const at = (...degrees: number[]): Float32Array =>
  Float32Array.from(degrees.flatMap((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]));

const measure = (queries: Parameters<typeof measureRetrieval>[0], gallery?: Parameters<typeof measureRetrieval>[0]) =>
  measureRetrieval(queries, { gallery, seed: 1 });

describe('the report of a search', () => {
  it('has the figures of a case worked by hand', () => {
    // The neighbours of a at 0° are, in order: b, a, b, a, b, b. The right ones are at ranks 2 and 4.
    const gallery = { vectors: at(40, 20, 10, 30, 50, 60), size: 2, labels: ['a', 'a', 'b', 'b', 'b', 'b'] };
    const { metrics, examples } = measure({ vectors: at(0), size: 2, labels: ['a'] }, gallery);
    expect(examples).toBe(1);
    expect(metrics.recallAt1.value).toBe(0);
    expect(metrics.recallAt5.value).toBe(1);
    expect(metrics.recallAt10.value).toBe(1);
    // A gallery of six cannot give more than two right ones in ten.
    expect(metrics.precisionAt10.value).toBe(2 / 10);
    expect(metrics.mapAt10.value).toBeCloseTo((1 / 2 + 2 / 4) / 2);
  });

  it('never finds the query itself, and leaves out a query that has nothing right to find', () => {
    const report = measure({ vectors: at(0, 1, 90), size: 2, labels: ['a', 'a', 'alone'] });
    expect(report).toMatchObject({ examples: 2, unanswerable: 1, gallery: 3 });
    expect(report.metrics.recallAt1.value).toBe(1);
  });

  it('never finds a picture of the same group, however near it is', () => {
    const queries = { vectors: at(0, 1, 40, 30), size: 2, labels: ['a', 'a', 'a', 'b'], groups: ['x', 'x', 'y', null] };
    const { metrics, examples } = measure(queries);
    expect(examples).toBe(3);
    // The first two find b before a; only the third one finds an a first... which is b at 30 degrees, too.
    expect(metrics.recallAt1.value).toBe(0);
    expect(metrics.recallAt5.value).toBe(1);
  });

  it('draws whole groups for the intervals, so that many pictures of one thing do not make it look certain', () => {
    // Ten pictures each of four things: all of two things find the right one first, all of the others do not.
    const things = Array.from({ length: 40 }, (_, row) => Math.floor(row / 10));
    const queries = {
      vectors: at(...things.map((thing) => (thing % 2 === 0 ? 0 : 90))),
      size: 2,
      labels: things.map(() => 'a'),
    };
    const gallery = { vectors: at(0, 90), size: 2, labels: ['a', 'b'] };
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    const alone = measure(queries, gallery).metrics.recallAt1;
    const grouped = measure({ ...queries, groups: things.map(String) }, gallery).metrics.recallAt1;
    expect([alone.value, grouped.value]).toEqual([0.5, 0.5]);
    expect(width(grouped)).toBeGreaterThan(2 * width(alone));
  });

  it('compares directions, not lengths', () => {
    const long = at(5).map((value) => 100 * value);
    const vectors = Float32Array.from([...at(0), ...at(2), ...long]);
    expect(measure({ vectors, size: 2, labels: ['a', 'a', 'b'] }).metrics.recallAt1.value).toBe(1);
  });

  it('refuses vectors that do not fit their labels, and queries that have nothing to find', () => {
    expect(() => measure({ vectors: at(0), size: 2, labels: ['a', 'b'] })).toThrow('do not fit');
    expect(() => measure({ vectors: at(0, 1), size: 2, labels: ['a', 'b'] })).toThrow('same label to find');
  });
});
