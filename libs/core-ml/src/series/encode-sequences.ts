import { type FeatureMatrix } from '../tables/feature-matrix';
import { channelsOf, type SequenceLayout } from './sequence-layout';

/** What is subtracted from a value and what it is then divided by. */
export interface Standard {
  readonly mean: number;
  readonly deviation: number;
}

/** One for each signal, then one for each number of the whole window. */
export type SequenceScale = readonly Standard[];

/** The mean and the standard deviation of values; NaN is left out, and values that do not change are divided by 1. */
export function standardOf(values: Float64Array): Standard {
  let [count, mean, squares] = [0, 0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count += 1;
    const distance = value - mean;
    mean += distance / count;
    squares += distance * (value - mean);
  }
  return { mean, deviation: squares > 0 ? Math.sqrt(squares / count) : 1 };
}

/** @param rows the training windows; a signal's newest values stand for all of its steps */
export function fitSequenceScale(
  { rows: length, values }: FeatureMatrix,
  rows: Int32Array,
  { steps, signals, numbers }: SequenceLayout,
): SequenceScale {
  const newest = signals.map((_, at) => (steps - 1) * signals.length + at);
  const single = numbers.map((_, at) => steps * signals.length + at);
  return [...newest, ...single].map((column) =>
    standardOf(Float64Array.from(rows, (row) => values[column * length + row]!)),
  );
}

/** The standard of each feature that is a value, in the order of the features. */
export const standardsOf = ({ steps, signals }: SequenceLayout, scale: SequenceScale): Standard[] => [
  ...Array.from({ length: steps * signals.length }, (_, at) => scale[at % signals.length]!),
  ...scale.slice(signals.length),
];

/**
 * Standardises windows for a network: a missing value is the mean with a mask of 1.
 * @param rows the windows to encode
 * @returns float32 [rows, steps, channels]
 */
export function encodeSequences(
  { rows: length, values: features }: FeatureMatrix,
  rows: ArrayLike<number>,
  layout: SequenceLayout,
  scale: SequenceScale,
): Float32Array {
  const { steps, signals, numbers, periods } = layout;
  const width = signals.length;
  const channels = channelsOf(layout);
  const standards = standardsOf(layout, scale);
  const encoded = new Float32Array(rows.length * steps * channels);
  const whole = new Float32Array(channels - 2 * width);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at]!;
    const put = (target: Float32Array, place: number, mask: number, column: number): void => {
      const value = features[column * length + row]!;
      const { mean, deviation } = standards[column]!;
      target[place] = Number.isNaN(value) ? 0 : (value - mean) / deviation;
      target[mask] = Number(Number.isNaN(value));
    };
    numbers.forEach((_, index) => put(whole, index, numbers.length + index, steps * width + index));
    periods.forEach((period, index) => {
      const angle = (2 * Math.PI * features[(standards.length + index) * length + row]!) / period;
      whole[2 * numbers.length + index] = Math.sin(angle);
      whole[2 * numbers.length + periods.length + index] = Math.cos(angle);
    });
    for (let step = 0; step < steps; step += 1) {
      const start = (at * steps + step) * channels;
      for (let signal = 0; signal < width; signal += 1) {
        put(encoded, start + signal, start + width + signal, step * width + signal);
      }
      encoded.set(whole, start + 2 * width);
    }
  }
  return encoded;
}
