import { describeWindows } from './describe-windows';
import { encodeSequences, fitSequenceScale, standardOf } from './encode-sequences';
import { readSeries } from './read-series';
import { channelsOf, sequenceLayout } from './sequence-layout';
import { windowMatrix } from './window-matrix';
import { tableOfRecords } from '../tables/table';

const STEPS = 60;
const rows = Array.from({ length: STEPS }, (_, at) => ({
  time: new Date(Date.UTC(2026, 0, 5) + at * 3_600_000).toISOString(),
  heat: at === 50 ? null : 2 * at,
  load: 100 + (at % 2),
}));
const table = tableOfRecords(rows);
const { preprocessing } = describeWindows(table, { time: 'time', target: 'load', view: 'sequence' });
const layout = sequenceLayout(preprocessing);
const [series] = readSeries(table, preprocessing).series;
const ends = Int32Array.of(40, 51);
const matrix = windowMatrix(series!, ends, preprocessing);
const channels = channelsOf(layout);

it('a network sees the oldest step first, standardised by the newest values of the training windows', () => {
  const scale = fitSequenceScale(matrix, Int32Array.of(0, 1), layout);
  expect(scale[0]).toEqual({ mean: 91, deviation: 11 });
  const encoded = encodeSequences(matrix, [0], layout, scale);
  expect(encoded).toHaveLength(layout.steps * channels);
  const heatAt = (step: number) => encoded[step * channels]! * 11 + 91;
  expect(heatAt(layout.steps - 1)).toBeCloseTo(80, 4);
  expect(heatAt(0)).toBeCloseTo(80 - 2 * (layout.steps - 1), 4);
});

it('a missing value is the mean, and a mask says so', () => {
  const scale = fitSequenceScale(matrix, Int32Array.of(0, 1), layout);
  const encoded = encodeSequences(matrix, [1], layout, scale);
  const [before, newest] = [layout.steps - 2, layout.steps - 1].map((step) => encoded.subarray(step * channels));
  const mask = layout.signals.length;
  expect([before![0], before![mask]]).toEqual([0, 1]);
  expect([newest![0]! > 0, newest![mask]]).toEqual([true, 0]);
});

it('the calendar is a point on a circle, so midnight is next to the hour before', () => {
  const encoded = encodeSequences(matrix, [0], layout, fitSequenceScale(matrix, Int32Array.of(0, 1), layout));
  const [, , cosine] = [...encoded.subarray(channels - 4, channels)];
  const hour = 41 % 24;
  expect(cosine).toBeCloseTo(Math.cos((2 * Math.PI * hour) / 24), 5);
});

it('values that do not change are divided by 1, and NaN is left out', () => {
  expect(standardOf(Float64Array.of(5, NaN, 5))).toEqual({ mean: 5, deviation: 1 });
});

it('features in another order are refused', () => {
  const features = [...preprocessing.features].reverse();
  expect(() => sequenceLayout({ ...preprocessing, features })).toThrow('not those of a network');
});
