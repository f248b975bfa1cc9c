import { classCurves } from '../../../evaluation/class-curves';
import { type InspectedColumn, type InspectedTarget } from './inspected-target';

const BINS = 64;
/** A class with fewer rows says too little. */
const LEAST_ROWS = 10;

/**
 * How well one column alone predicts the target: it is divided into bins, and the rows of each half are predicted by
 * the bin's mean in the other half.
 * @returns the smallest AUC over the classes, one against the rest, or R²; in [0, 1]
 */
export function columnStrength(column: InspectedColumn, { kind, outputs }: InspectedTarget): number {
  const bins = binsOf(column);
  const strengths = outputs
    .filter(({ values }) => kind === 'values' || values.filter((value) => value === 1).length >= LEAST_ROWS)
    .map(({ values }) => {
      const known = [...values.keys()].filter((row) => !Number.isNaN(values[row]));
      const predicted = predictByHalves(bins, values, known);
      return kind === 'values' ? explained(predicted, values, known) : aucOf(predicted, values, known);
    });
  return strengths.length === 0 ? 0 : Math.max(0, Math.min(...strengths));
}

/** Each value of its own where there are few, else ranges with equally many rows; missing values are a bin too. */
function binsOf({ texts, numbers, distinct }: InspectedColumn): Int32Array {
  if (!numbers || distinct <= BINS) {
    const codes = new Map<string | null, number>();
    return Int32Array.from(texts, (text) => {
      if (!codes.has(text)) codes.set(text, codes.size);
      return codes.get(text)!;
    });
  }
  const sorted = numbers.filter((value) => !Number.isNaN(value)).sort();
  const edges = Array.from({ length: BINS - 1 }, (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / BINS)]!);
  return Int32Array.from(numbers, (value) => {
    if (Number.isNaN(value)) return BINS;
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value >= edges[middle]!) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/** A bin without rows in the other half is predicted by the mean of that half. */
function predictByHalves(bins: Int32Array, values: Float64Array, known: readonly number[]): Float64Array {
  const size = bins.reduce((most, bin) => Math.max(most, bin), 0) + 1;
  const sums = [new Float64Array(size), new Float64Array(size)];
  const counts = [new Float64Array(size), new Float64Array(size)];
  // Runs of the same target stay in one half each if halves alternate in larger steps than one row.
  const halfOf = (row: number): 0 | 1 => (((row * 2654435761) >>> 16) & 1) as 0 | 1;
  for (const row of known) {
    sums[halfOf(row)]![bins[row]!]! += values[row]!;
    counts[halfOf(row)]![bins[row]!]!++;
  }
  const means = sums.map(
    (half, index) =>
      half.reduce((a, b) => a + b, 0) /
      Math.max(
        1,
        counts[index]!.reduce((a, b) => a + b, 0),
      ),
  );
  return Float64Array.from(known, (row) => {
    const other = 1 - halfOf(row);
    const count = counts[other]![bins[row]!]!;
    return count === 0 ? means[other]! : sums[other]![bins[row]!]! / count;
  });
}

function explained(predicted: Float64Array, values: Float64Array, known: readonly number[]): number {
  const mean = known.reduce((sum, row) => sum + values[row]!, 0) / known.length;
  let [errors, spread] = [0, 0];
  known.forEach((row, at) => {
    errors += (values[row]! - predicted[at]!) ** 2;
    spread += (values[row]! - mean) ** 2;
  });
  return spread === 0 ? 0 : 1 - errors / spread;
}

function aucOf(predicted: Float64Array, values: Float64Array, known: readonly number[]): number {
  const positive = Uint8Array.from(known, (row) => values[row]!);
  return classCurves(Float32Array.from(predicted), positive).roc?.auc ?? 0;
}
