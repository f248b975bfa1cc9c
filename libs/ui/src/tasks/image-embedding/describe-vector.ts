/** What can be said of a vector without others to compare it with. */
export interface VectorSummary {
  /** Euclidean length, at least 0. */
  readonly norm: number;
  readonly smallest: number;
  readonly largest: number;
  readonly mean: number;
}

/** @param vector at least one value */
export function describeVector(vector: readonly number[]): VectorSummary {
  const total = vector.reduce((sum, value) => sum + value, 0);
  return {
    norm: Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)),
    smallest: vector.reduce((least, value) => Math.min(least, value), Infinity),
    largest: vector.reduce((most, value) => Math.max(most, value), -Infinity),
    mean: total / vector.length,
  };
}
