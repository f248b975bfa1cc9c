import { DRIFT_SAMPLE_SIZE, LintelError, type Distribution } from '@lintel/contracts';
import { quantileOf } from '../numbers/quantile';

const DECILES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/**
 * Rounds to six significant digits, in the reference and the window alike: equal values stay equal, and the JSON stays
 * short.
 */
export const recorded = (value: number): number => Number(value.toPrecision(6));

/**
 * Mean, quantiles and decile bins of the values.
 * @param values finite, at least one
 * @throws LintelError INVALID_ARGUMENT
 */
export function distributionOf(values: ArrayLike<number>): Distribution {
  const sorted = Float64Array.from(values, recorded).sort();
  if (sorted.length === 0 || !sorted.every(Number.isFinite)) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'There is no distribution of these values.',
      expected: 'at least one value, all of them finite',
      received: sorted.length === 0 ? 'none' : 'a value that is not finite',
      cure: 'Leave out what could not be measured.',
    });
  }
  const edges = edgesOf(sorted);
  return {
    examples: sorted.length,
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    sample: sampleOf(sorted),
    edges,
    counts: binCounts(sorted, edges),
  };
}

/**
 * @param edges ascending
 * @returns the number of values in each bin, one bin more than edges; a value on an edge belongs to the lower bin
 */
export function binCounts(values: ArrayLike<number>, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (let at = 0; at < values.length; at++) {
    const bin = edges.findIndex((edge) => values[at]! <= edge);
    counts[bin < 0 ? edges.length : bin]!++;
  }
  return counts;
}

function sampleOf(sorted: Float64Array): number[] {
  if (sorted.length <= DRIFT_SAMPLE_SIZE) return [...sorted];
  return Array.from({ length: DRIFT_SAMPLE_SIZE }, (_, at) =>
    recorded(quantileOf(sorted, at / (DRIFT_SAMPLE_SIZE - 1))),
  );
}

/** The distinct deciles. */
function edgesOf(sorted: Float64Array): number[] {
  const deciles = [...new Set(DECILES.map((level) => recorded(quantileOf(sorted, level))))];
  const lowest = sorted[0]!;
  // If the lowest value fills a bin, smaller values must not fall into the same bin.
  return deciles[0] === lowest ? [justBelow(lowest), ...deciles] : deciles;
}

const justBelow = (value: number): number => (value === 0 ? -Number.MIN_VALUE : value - Math.abs(value) * 1e-9);
