import { retrievalReport } from './retrieval-report';

/** Directions in the plane, by their angle in degrees. */
const at = (...degrees: number[]): Float32Array =>
  Float32Array.from(degrees.flatMap((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]));

describe('the report of a search', () => {
  it('has the figures of a case worked by hand', () => {
    // The neighbours of a at 0° are, in order: a, b, a, b. The right ones are at ranks 1 and 3.
    const report = retrievalReport(
      { vectors: at(0), size: 2, labels: ['a'] },
      { memory: { vectors: at(40, 10, 20, 30), size: 2, labels: ['b', 'a', 'b', 'a'] }, ranks: [1, 2, 4] },
    );
    expect(report.precisionAt[1]!.value).toBe(1);
    expect(report.precisionAt[2]!.value).toBe(1 / 2);
    expect(report.precisionAt[4]!.value).toBe(1 / 2);
    expect(report.recallAt[1]!.value).toBe(1);
    expect(report.mapAt[2]!.value).toBe(1 / 2);
    expect(report.mapAt[4]!.value).toBeCloseTo((1 / 1 + 2 / 3) / 2);
  });

  it('never finds the question itself, and leaves out what has no right neighbour', () => {
    const report = retrievalReport({ vectors: at(0, 1, 90), size: 2, labels: ['a', 'a', 'alone'] }, { ranks: [1] });
    expect(report).toMatchObject({ questions: 2, unanswerable: 1 });
    expect(report.precisionAt[1]!.value).toBe(1);
  });

  it('compares directions, not lengths', () => {
    const long = at(5).map((value) => 100 * value);
    const vectors = Float32Array.from([...at(0), ...at(2), ...long]);
    const report = retrievalReport({ vectors, size: 2, labels: ['a', 'a', 'b'] }, { ranks: [1] });
    expect(report.precisionAt[1]!.value).toBe(1);
  });

  it('refuses vectors that do not fit their labels, and a question nobody can answer', () => {
    expect(() => retrievalReport({ vectors: at(0), size: 2, labels: ['a', 'b'] })).toThrow('do not fit');
    expect(() => retrievalReport({ vectors: at(0, 1), size: 2, labels: ['a', 'b'] })).toThrow('right neighbour');
  });
});
