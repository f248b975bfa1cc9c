import { type WindowFeature, type WindowPreprocessing } from '@lintel/contracts';
import { type SteppedSeries } from './read-series';
import { windowLength, windowMatrix } from './window-matrix';

const MONDAY_NOON = Date.UTC(2026, 0, 5, 12) / 1000;
const values = Float64Array.of(1, 2, NaN, 4, 8);
const series: SteppedSeries = {
  ...{ name: '', start: MONDAY_NOON, steps: 5, signals: [values], target: values, rows: Int32Array.of(0, 1, 2, 3, 4) },
};
const about = (...features: WindowFeature[]): WindowPreprocessing => ({
  kind: 'window',
  time: { column: 'time', format: 'iso' },
  ...{ series: null, signals: ['x'], target: 'x', step: 3_600, horizon: 2, season: 24, features },
});
const featureAt = (feature: WindowFeature, end: number): number =>
  windowMatrix(series, [end], about(feature)).values[0]!;
const summary = (kind: 'mean' | 'deviation' | 'minimum' | 'maximum' | 'slope', length = 4) =>
  ({ kind, signal: 'x', length }) as const;

it('a feature is computed from the newest values that are there', () => {
  expect(featureAt({ kind: 'lag', signal: 'x', steps: 1 }, 4)).toBe(4);
  expect(featureAt({ kind: 'lag', signal: 'x', steps: 2 }, 4)).toBeNaN();
  expect(featureAt({ kind: 'lag', signal: 'x', steps: 9 }, 4)).toBeNaN();
  // Of 2, 4 and 8.
  expect(featureAt(summary('mean'), 4)).toBeCloseTo(14 / 3, 5);
  expect(featureAt(summary('deviation'), 4)).toBeCloseTo(Math.sqrt(28 / 3), 5);
  expect([featureAt(summary('minimum'), 4), featureAt(summary('maximum'), 4)]).toEqual([2, 8]);
  // Through (1, 2), (3, 4) and (4, 8): numpy.polyfit gives 1.857142857.
  expect(featureAt(summary('slope'), 4)).toBeCloseTo(1.857142857, 5);
});

it('a window that reaches before the series uses what there is, and none of it leaves the feature missing', () => {
  expect(featureAt(summary('mean'), 1)).toBe(1.5);
  expect(featureAt(summary('slope'), 0)).toBeNaN();
  expect(featureAt(summary('mean', 2), 2)).toBe(2);
});

it('never looks beyond the newest row', () => {
  const later = { ...series, signals: [Float64Array.of(1, 2, NaN, 1e6, -1e6)] };
  const all = about(summary('mean'), summary('slope'), { kind: 'lag', signal: 'x', steps: 0 });
  expect(windowMatrix(later, [1], all).values).toEqual(windowMatrix(series, [1], all).values);
});

it('the calendar is that of the time that is forecast', () => {
  expect(featureAt({ kind: 'calendar', part: 'hour' }, 0)).toBe(14);
  expect(featureAt({ kind: 'calendar', part: 'weekday' }, 0)).toBeCloseTo(14 / 24, 6);
});

it('a window is as long as its features look back', () => {
  expect(windowLength(about(summary('mean', 30), { kind: 'lag', signal: 'x', steps: 40 }))).toBe(41);
});
