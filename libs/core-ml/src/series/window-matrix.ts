import { type WindowFeature } from '@lintel/contracts';
import { type FeatureMatrix } from '../tables/feature-matrix';
import { noveltyOf, noveltySteps } from './novelty';
import { type SteppedSeries } from './read-series';
import { type WindowView } from './window-view';

const { max, min, sqrt } = Math;
const DAY = 86_400;
/** 1970-01-01 was a Thursday. */
const DAYS_TO_MONDAY = 3;

/** The signal that a feature is computed from; those of the calendar and the time belong to the time. */
export const signalOf = (feature: WindowFeature, { time }: Pick<WindowView, 'time'>): string =>
  'signal' in feature ? feature.signal : time.column;

/** A short name of a feature, such as `mean of load over 5`. */
export function featureName(feature: WindowFeature): string {
  switch (feature.kind) {
    case 'lag':
      return `${feature.signal} ${feature.steps} steps ago`;
    case 'calendar':
      return feature.part;
    case 'time':
      return 'time';
    default:
      return `${feature.kind} of ${feature.signal} over ${feature.length}`;
  }
}

/** How many of the newest steps the features look at. */
export const windowLength = ({ features }: Pick<WindowView, 'features'>): number =>
  features.reduce((most, feature) => {
    if (feature.kind === 'lag') return max(most, feature.steps + 1);
    if (feature.kind === 'novelty') return max(most, noveltySteps(feature.length));
    return 'length' in feature ? max(most, feature.length) : most;
  }, 1);

/**
 * The features of windows that end at some steps of a series.
 * @returns a matrix with one row for each of `ends`
 */
export function windowMatrix(series: SteppedSeries, ends: ArrayLike<number>, about: WindowView): FeatureMatrix {
  const rows = ends.length;
  const { features, signals } = about;
  const values = new Float32Array(features.length * rows);
  features.forEach((feature, column) => {
    const at = 'signal' in feature ? signals.indexOf(feature.signal) : -1;
    const valueAt = valueOf(feature, at < 0 ? null : series.signals[at]!, series, about);
    for (let row = 0; row < rows; row += 1) values[column * rows + row] = valueAt(ends[row]!);
  });
  return { rows, columns: features.map((feature) => ({ name: featureName(feature), categories: 0 })), values };
}

/** The features of windows of several series, one series below the other. */
export function windowMatrices(
  series: readonly SteppedSeries[],
  ends: readonly ArrayLike<number>[],
  about: WindowView,
): FeatureMatrix {
  const matrices = series.map((one, number) => windowMatrix(one, ends[number]!, about));
  const { columns } = matrices[0]!;
  const rows = matrices.reduce((sum, matrix) => sum + matrix.rows, 0);
  const values = new Float32Array(columns.length * rows);
  columns.forEach((_, column) => {
    let at = column * rows;
    for (const matrix of matrices) {
      values.set(matrix.values.subarray(column * matrix.rows, (column + 1) * matrix.rows), at);
      at += matrix.rows;
    }
  });
  return { rows, columns, values };
}

/** The value of a feature in the window that ends at a step. */
function valueOf(
  feature: WindowFeature,
  signal: Float64Array | null,
  { start }: SteppedSeries,
  { step, horizon = 0 }: WindowView,
): (end: number) => number {
  switch (feature.kind) {
    case 'lag':
      return (end) => signal![end - feature.steps] ?? NaN;
    case 'calendar':
      return (end) => calendar(start + (end + horizon) * (step ?? 1), feature.part);
    case 'time':
      return (end) => start + end * (step ?? 1);
    case 'novelty': {
      const novelty = noveltyOf(signal!, feature.length);
      return (end) => novelty[end]!;
    }
    default: {
      const summarise = SUMMARIES[feature.kind];
      return (end) => summarise(signal!, max(0, end - feature.length + 1), end);
    }
  }
}

function calendar(seconds: number, part: 'hour' | 'weekday'): number {
  const days = seconds / DAY;
  if (part === 'hour') return (days - Math.floor(days)) * 24;
  return (((days + DAYS_TO_MONDAY) % 7) + 7) % 7;
}

type Summary = (values: Float64Array, from: number, to: number) => number;

/** Summaries of the values from one step to another, both included; NaN values are left out. */
const SUMMARIES: Readonly<Record<'mean' | 'deviation' | 'minimum' | 'maximum' | 'slope', Summary>> = {
  mean: (values, from, to) => moments(values, from, to).mean,
  deviation: (values, from, to) => {
    const { count, squares } = moments(values, from, to);
    return count < 2 ? NaN : sqrt(squares / (count - 1));
  },
  minimum: (values, from, to) => extreme(values, from, to, min),
  maximum: (values, from, to) => extreme(values, from, to, max),
  slope: (values, from, to) => {
    const { count, mean, meanAt } = moments(values, from, to);
    let [product, spread] = [0, 0];
    for (let at = from; at <= to; at += 1) {
      if (Number.isNaN(values[at]!)) continue;
      product += (at - meanAt) * (values[at]! - mean);
      spread += (at - meanAt) ** 2;
    }
    return count < 2 ? NaN : product / spread;
  },
};

function moments(values: Float64Array, from: number, to: number) {
  let [count, sum, sumAt] = [0, 0, 0];
  for (let at = from; at <= to; at += 1) {
    if (Number.isNaN(values[at]!)) continue;
    count += 1;
    sum += values[at]!;
    sumAt += at;
  }
  const mean = count === 0 ? NaN : sum / count;
  let squares = 0;
  for (let at = from; at <= to; at += 1) if (!Number.isNaN(values[at]!)) squares += (values[at]! - mean) ** 2;
  return { count, mean, meanAt: sumAt / count, squares };
}

function extreme(values: Float64Array, from: number, to: number, of: (one: number, other: number) => number): number {
  let found = NaN;
  for (let at = from; at <= to; at += 1) {
    if (!Number.isNaN(values[at]!)) found = Number.isNaN(found) ? values[at]! : of(found, values[at]!);
  }
  return found;
}
