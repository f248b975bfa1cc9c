import { LintelError } from '@lintel/contracts';
import { type DenseMatrix } from '../tables/dense-encoding';

/** The rows of a fit: a dense matrix and a weight for each row, of mean 1. */
export interface Design {
  readonly rows: number;
  readonly width: number;
  readonly values: Float32Array;
  readonly weights: Float64Array;
}

/**
 * @param weights of the rows, at least 0 with a positive sum; they are scaled to mean 1. Default: 1 each.
 * @throws LintelError SHAPE_MISMATCH, INVALID_ARGUMENT (values or weights that are not finite)
 */
export function designOf({ rows, columns, values }: DenseMatrix, targets: number, weights?: ArrayLike<number>): Design {
  if (rows === 0 || targets !== rows || (weights && weights.length !== rows)) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: 'The rows, targets and weights do not fit together.',
      expected: 'at least one row, and one target and one weight for each',
      received: `${rows} rows, ${targets} targets, ${weights?.length ?? 'no'} weights`,
      cure: 'Pass the targets and weights of the same rows.',
    });
  }
  const given = Float64Array.from({ length: rows }, (_, row) => weights?.[row] ?? 1);
  const mean = given.reduce((sum, weight) => sum + weight, 0) / rows;
  const isFinite = values.every(Number.isFinite) && Number.isFinite(mean);
  if (isFinite && mean > 0 && given.every((weight) => weight >= 0))
    return { rows, width: columns.length, values, weights: given.map((weight) => weight / mean) };
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'A linear model cannot be fitted on these numbers.',
    expected: 'finite values, and weights of at least 0 with a positive sum',
    received: isFinite ? 'a negative weight, or no weight above 0' : 'a value that is not finite',
    cure: 'Encode the table before fitting: that fills gaps.',
  });
}

/** `x · coefficients + intercept` of every row; the intercept is the last coefficient. */
export function scoresOf(
  { rows, width, values }: { readonly rows: number; readonly width: number; readonly values: ArrayLike<number> },
  coefficients: Float64Array,
): Float64Array {
  const scores = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = coefficients[width]!;
    for (let column = 0; column < width; column++) sum += values[at++]! * coefficients[column]!;
    scores[row] = sum;
  }
  return scores;
}

/** Mean over the rows of `factors[row] · (x, 1)`: float64 [width + 1]. */
export function meanProduct({ rows, width, values }: Design, factors: Float64Array): Float64Array {
  const sums = new Float64Array(width + 1);
  for (let row = 0, at = 0; row < rows; row++) {
    const factor = factors[row]!;
    for (let column = 0; column < width; column++) sums[column]! += factor * values[at++]!;
    sums[width]! += factor;
  }
  return sums.map((sum) => sum / rows);
}

/** Mean over the rows of `factors[row] · (x, 1)(x, 1)ᵀ`: float64 [width + 1, width + 1]. */
export function meanGram({ rows, width, values }: Design, factors: Float64Array): Float64Array {
  const size = width + 1;
  const gram = new Float64Array(size * size);
  // Four rows at a time, so that each entry of the result is read and written a quarter as often.
  const lines: FourLines = [
    new Float64Array(size),
    new Float64Array(size),
    new Float64Array(size),
    new Float64Array(size),
  ];
  const scale = new Float64Array(4);
  for (let row = 0; row < rows; row += 4) {
    lines.forEach((line, index) => {
      const isRow = row + index < rows;
      scale[index] = isRow ? factors[row + index]! / rows : 0;
      line[width] = 1;
      if (isRow) line.set(values.subarray((row + index) * width, (row + index + 1) * width));
    });
    addOuterProducts(gram, lines, scale);
  }
  for (let one = 1; one < size; one++)
    for (let other = 0; other < one; other++) gram[one * size + other] = gram[other * size + one]!;
  return gram;
}

type FourLines = readonly [Float64Array, Float64Array, Float64Array, Float64Array];

/** Adds `scale · line lineᵀ` of each line to the upper half of the result, two of its rows in one pass. */
function addOuterProducts(gram: Float64Array, [a, b, c, d]: FourLines, scale: Float64Array): void {
  const size = a.length;
  const [s1, s2, s3, s4] = [scale[0]!, scale[1]!, scale[2]!, scale[3]!];
  for (let one = 0; one < size; one += 2) {
    const [a1, b1, c1, d1] = [a[one]! * s1, b[one]! * s2, c[one]! * s3, d[one]! * s4];
    const two = one + 1;
    if (two === size) {
      gram[one * size + one]! += a1 * a[one]! + b1 * b[one]! + c1 * c[one]! + d1 * d[one]!;
      return;
    }
    const [a2, b2, c2, d2] = [a[two]! * s1, b[two]! * s2, c[two]! * s3, d[two]! * s4];
    for (let at = one, upper = one * size + one, lower = upper + size; at < size; at++, upper++, lower++) {
      const [w, x, y, z] = [a[at]!, b[at]!, c[at]!, d[at]!];
      gram[upper]! += a1 * w + b1 * x + c1 * y + d1 * z;
      gram[lower]! += a2 * w + b2 * x + c2 * y + d2 * z;
    }
  }
}
