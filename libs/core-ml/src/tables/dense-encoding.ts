import { type DenseColumn, type DenseEncoding, type MatrixEncoding } from '@lintel/contracts';
import { quantileOf } from '../numbers/quantile';
import { featureValues, type FeatureMatrix } from './feature-matrix';
import { codeCount } from './matrix-encoding';

/** Standardised numbers without gaps, one row after another: column c of row r is values[r * columns.length + c]. */
export interface DenseMatrix {
  readonly rows: number;
  readonly columns: readonly DenseMatrixColumn[];
  readonly values: Float32Array;
}

export interface DenseMatrixColumn {
  readonly name: string;
  /** The index of the column of the feature matrix that it comes from. */
  readonly source: number;
}

export interface FitDenseEncodingOptions {
  /** At most this many knots for each column of numbers, at its quantiles; 0 keeps every effect a straight line. Default: 9. */
  readonly knots?: number;
}

/** A skewness beyond which the logarithm of a column is used. */
const SKEWED = 2;

/**
 * Fits imputation (median), logarithms of skewed columns, knots, indicator columns and standardisation on the training
 * rows. With knots a linear model is piecewise linear in each column (a linear spline; Hastie, Tibshirani & Friedman
 * 2009, chapter 5.2).
 * @param matrix the training rows, encoded by `encoding`
 */
export function fitDenseEncoding(
  matrix: FeatureMatrix,
  encoding: MatrixEncoding,
  { knots = 9 }: FitDenseEncodingOptions = {},
): DenseEncoding {
  const columns = encoding.columns.map((column, index): DenseColumn => {
    const values = featureValues(matrix, index);
    const { name } = column;
    const missing = values.some(Number.isNaN);
    if (column.kind === 'category') return { name, kind: 'category', categories: codeCount(column), missing };
    const special = column.special.filter((code) => values.includes(Math.fround(code)));
    const known = Float64Array.from(values)
      .filter((value) => !Number.isNaN(value) && !special.includes(value))
      .sort();
    const log = isSkewed(known);
    const shown = log ? known.map(signedLog) : known;
    return {
      name,
      kind: 'number',
      fill: known.length === 0 ? 0 : quantileOf(known, 0.5),
      knots: knotsOf(shown, knots),
      missing,
      special,
      log,
    };
  });
  const plain: DenseEncoding = { kind: 'dense', columns, mean: [], scale: [] };
  return { ...plain, ...standardisationOf(encodeDense(matrix, plain)) };
}

/** Turns a feature matrix into standardised columns; without `mean` and `scale` the columns stay as they are. */
export function encodeDense(
  matrix: FeatureMatrix,
  encoding: DenseEncoding,
  columns: DenseMatrix['columns'] = denseColumns(matrix.columns, encoding),
): DenseMatrix {
  const width = columns.length;
  const values = new Float32Array(matrix.rows * width);
  const { mean, scale } = encoding;
  let at = 0;
  encoding.columns.forEach((column, source) => {
    const numbers = featureValues(matrix, source);
    const first = at;
    at += widthOf(column);
    for (let row = 0; row < matrix.rows; row++) {
      writeValue(values, row * width + first, numbers[row]!, column);
      for (let index = first; index < at; index++) {
        const place = row * width + index;
        if (mean.length > 0) values[place] = (values[place]! - mean[index]!) / scale[index]!;
      }
    }
  });
  return { rows: matrix.rows, columns, values };
}

/**
 * The columns that an encoding writes.
 * @param columns of the matrix
 */
export const denseColumns = (columns: readonly { readonly name: string }[], encoding: DenseEncoding) =>
  encoding.columns.flatMap((column, source) =>
    namesOf(column, columns[source]!.name).map((name) => ({ name, source })),
  );

function writeValue(values: Float32Array, at: number, value: number, column: DenseColumn): void {
  if (column.kind === 'category') {
    const isKnown = value >= 0 && value < column.categories;
    if (isKnown) values[at + value] = 1;
    else if (column.missing) values[at + column.categories] = 1;
    return;
  }
  const isMissing = Number.isNaN(value);
  const special = column.special.indexOf(value);
  const filled = isMissing || special >= 0 ? column.fill : value;
  const shown = column.log ? signedLog(filled) : filled;
  values[at++] = shown;
  for (const knot of column.knots) values[at++] = Math.max(0, shown - knot);
  if (column.missing) values[at++] = Number(isMissing);
  if (special >= 0) values[at + special] = 1;
}

const widthOf = (column: DenseColumn): number =>
  column.kind === 'category'
    ? column.categories + Number(column.missing)
    : 1 + column.knots.length + Number(column.missing) + column.special.length;

function namesOf(column: DenseColumn, name: string): string[] {
  const missing = column.missing ? [`${name} is missing`] : [];
  if (column.kind === 'category')
    return [...Array.from({ length: column.categories }, (_, code) => `${name} = category ${code}`), ...missing];
  const shown = column.log ? `log ${name}` : name;
  return [
    shown,
    ...column.knots.map((knot) => `${shown} above ${Number(knot.toPrecision(6))}`),
    ...missing,
    ...column.special.map((code) => `${name} is ${code}`),
  ];
}

const signedLog = (value: number): number => Math.sign(value) * Math.log1p(Math.abs(value));

function isSkewed(values: Float64Array): boolean {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let second = 0;
  let third = 0;
  for (const value of values) {
    second += (value - mean) ** 2;
    third += (value - mean) ** 3;
  }
  return second > 0 && Math.abs(third / values.length / (second / values.length) ** 1.5) > SKEWED;
}

/** The quantiles between the ends, each once. */
function knotsOf(sorted: Float64Array, count: number): number[] {
  if (sorted.length === 0) return [];
  const levels = Array.from({ length: count }, (_, index) => (index + 1) / (count + 1));
  const knots = new Set(levels.map((level) => quantileOf(sorted, level)));
  return [...knots].filter((knot) => knot > sorted[0]! && knot < sorted.at(-1)!);
}

function standardisationOf({ rows, columns, values }: DenseMatrix): Pick<DenseEncoding, 'mean' | 'scale'> {
  const width = columns.length;
  const mean = columns.map((_, column) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += values[row * width + column]!;
    return sum / rows;
  });
  const scale = columns.map((_, column) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += (values[row * width + column]! - mean[column]!) ** 2;
    const deviation = Math.sqrt(sum / rows);
    return deviation > 1e-12 * Math.max(1, Math.abs(mean[column]!)) ? deviation : 1;
  });
  return { mean, scale };
}
