/** Parameters for the distance of an example's features to those of the training examples. */
export interface ClassDistance {
  /** Features of one example. */
  readonly size: number;
  /** Mean of the classes' means, float64 [size]; subtracted first, which keeps float32 accurate. */
  readonly centre: Float64Array;
  /** float64 [size, size], row by row: centred directions times it have unit covariance within a class. */
  readonly whitening: Float64Array;
  /** Means of the classes that have examples, centred and whitened, each [size]. */
  readonly means: readonly Float64Array[];
}

/** Minimum divisor for feature lengths, which keeps an all-zero example finite. */
export const SHORTEST = 1e-12;

/**
 * Share of the covariance that is replaced by an isotropic one, so that few examples don't make it singular. With many
 * examples it is close to zero, because directions in which the classes hardly vary are the most informative.
 */
const shrinkageFor = (examples: number, size: number): number => size / (size + 10 * examples);

/**
 * Class-conditional Gaussians with one covariance (Lee et al. 2018) over features of length 1 (Müller and Hein 2025);
 * the covariance is shrunk towards an isotropic one (Ledoit and Wolf 2004, with a share by rule of thumb).
 * @param features float32 [examples, size]
 * @param labels class of each example, in [0, classes)
 */
export function fitClassDistance(features: Float32Array, labels: ArrayLike<number>, classes: number): ClassDistance {
  const size = features.length / labels.length;
  const directions = directionsOf(features, size);
  const means = meansOf(directions, labels, classes, size);
  const covariance = covarianceOf(directions, labels, means, size);
  const whitening = inverseTransposed(cholesky(covariance, size), size);
  const present = means.filter((mean) => mean !== undefined);
  const centre = new Float64Array(size);
  for (const mean of present) mean.forEach((value, at) => (centre[at]! += value / present.length));
  return {
    size,
    centre,
    whitening,
    means: present.map((mean) => whiten(mean, { size, centre, whitening })),
  };
}

/** @returns for each example the Mahalanobis distance to the nearest class mean */
export function distancesOf(distance: ClassDistance, features: Float32Array): Float64Array {
  const { size, means } = distance;
  const directions = directionsOf(features, size);
  return Float64Array.from({ length: features.length / size }, (_, row) => {
    const point = whiten(directions.subarray(row * size, (row + 1) * size), distance);
    let nearest = Infinity;
    for (const mean of means) {
      let sum = 0;
      for (let at = 0; at < size; at++) sum += (point[at]! - mean[at]!) ** 2;
      nearest = Math.min(nearest, sum);
    }
    return Math.sqrt(nearest);
  });
}

/** Each example's features divided by their length. */
function directionsOf(features: Float32Array, size: number): Float64Array {
  const result = Float64Array.from(features);
  for (let start = 0; start < result.length; start += size) {
    const row = result.subarray(start, start + size);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    row.forEach((value, at) => (row[at] = value / Math.max(length, SHORTEST)));
  }
  return result;
}

function whiten(
  point: ArrayLike<number>,
  { size, centre, whitening }: Pick<ClassDistance, 'size' | 'centre' | 'whitening'>,
): Float64Array {
  const result = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    const value = point[row]! - centre[row]!;
    for (let column = row; column < size; column++) result[column]! += value * whitening[row * size + column]!;
  }
  return result;
}

function meansOf(
  features: Float64Array,
  labels: ArrayLike<number>,
  classes: number,
  size: number,
): (Float64Array | undefined)[] {
  const sums = Array.from({ length: classes }, () => new Float64Array(size));
  const counts = new Float64Array(classes);
  for (let row = 0; row < labels.length; row++) {
    const sum = sums[labels[row]!]!;
    counts[labels[row]!]!++;
    for (let at = 0; at < size; at++) sum[at]! += features[row * size + at]!;
  }
  return sums.map((sum, label) => (counts[label] === 0 ? undefined : sum.map((value) => value / counts[label]!)));
}

/** Covariance within the classes; a feature that never varies gets only the isotropic part. */
function covarianceOf(
  features: Float64Array,
  labels: ArrayLike<number>,
  means: readonly (Float64Array | undefined)[],
  size: number,
): Float64Array {
  const covariance = new Float64Array(size * size);
  const deviation = new Float64Array(size);
  for (let row = 0; row < labels.length; row++) {
    const mean = means[labels[row]!]!;
    for (let at = 0; at < size; at++) deviation[at] = features[row * size + at]! - mean[at]!;
    for (let one = 0; one < size; one++) {
      const value = deviation[one]! / labels.length;
      if (value === 0) continue;
      for (let other = 0; other <= one; other++) covariance[one * size + other]! += value * deviation[other]!;
    }
  }
  let trace = 0;
  for (let at = 0; at < size; at++) trace += covariance[at * size + at]!;
  // Identical features have no covariance at all.
  const even = trace > 0 ? trace / size : 1;
  const shrinkage = shrinkageFor(labels.length, size);
  for (let one = 0; one < size; one++) {
    for (let other = 0; other <= one; other++) {
      const value = (1 - shrinkage) * covariance[one * size + other]! + (one === other ? shrinkage * even : 0);
      covariance[one * size + other] = value;
      covariance[other * size + one] = value;
    }
  }
  return covariance;
}

/** @returns lower triangle L with L Lᵀ = `matrix`, row by row */
function cholesky(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]!;
      for (let at = 0; at < column; at++) sum -= lower[row * size + at]! * lower[column * size + at]!;
      lower[row * size + column] = row === column ? Math.sqrt(sum) : sum / lower[column * size + column]!;
    }
  }
  return lower;
}

/** @returns the inverse of a lower triangle, transposed: an upper triangle, row by row */
function inverseTransposed(lower: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let unit = 0; unit < size; unit++) {
    // One column of the inverse by forward substitution is one row of the result.
    for (let row = unit; row < size; row++) {
      let sum = row === unit ? 1 : 0;
      for (let at = unit; at < row; at++) sum -= lower[row * size + at]! * result[unit * size + at]!;
      result[unit * size + row] = sum / lower[row * size + row]!;
    }
  }
  return result;
}
