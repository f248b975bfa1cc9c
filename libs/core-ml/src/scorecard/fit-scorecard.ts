import {
  LintelError,
  scorecardScalingSchema,
  type MatrixEncoding,
  type Scorecard,
  type ScorecardColumn,
  type ScorecardScaling,
} from '@lintel/contracts';
import { fitLogistic } from '../linear/fit-logistic';
import { indexOfLargest } from '../numbers/index-of-largest';
import { type DenseMatrix } from '../tables/dense-encoding';
import { featureValues, type FeatureMatrix } from '../tables/feature-matrix';
import { assignBins } from './assign-bins';
import { binColumn, type BinningOptions } from './bin-column';

export interface FitScorecardOptions extends BinningOptions {
  readonly scaling?: Partial<ScorecardScaling>;
  /**
   * Columns with a smaller information value are left out; Siddiqi 2006 suggests 0.02. Default: 0, so that only columns
   * that say nothing or contradict themselves are left out.
   */
  readonly leastInformation?: number;
  /** The ridge penalty of the regression, in units of the mean log loss. Default: 0.0001. */
  readonly lambda?: number;
  /** Keep columns whose coefficient has the wrong sign. Default: false. */
  readonly keepWrongDirections?: boolean;
}

/**
 * Fits a points scorecard: bins every column, replaces its values by their weight of evidence, and regresses the event
 * on them (Siddiqi 2006). A column whose coefficient contradicts its own bins, because others say the same better, is
 * taken out, the worst first.
 * @param matrix the training rows, encoded by `encoding`
 * @param labels int32 [rows]: 1 for a row with the event, else 0
 * @throws LintelError SHAPE_MISMATCH, DATASET_INVALID (one class only; no column says anything)
 */
export function fitScorecard(
  matrix: FeatureMatrix,
  encoding: MatrixEncoding,
  labels: Int32Array,
  options: FitScorecardOptions = {},
): Scorecard {
  const { leastInformation = 0, lambda = 1e-4, keepWrongDirections = false } = options;
  const scaling = scorecardScalingSchema.parse(options.scaling ?? {});
  checkLabels(labels, matrix.rows);
  const isEvent = Uint8Array.from(labels);
  const binned = encoding.columns.map((column, index) => {
    const values = featureValues(matrix, index);
    const card = binColumn(column, values, isEvent, options);
    const bins = assignBins(card, values);
    return { card, woe: Float32Array.from(bins, (bin) => card.bins[bin]!.woe) };
  });
  const dropped: Scorecard['dropped'] = [];
  const drop = ({ name, informationValue }: ScorecardColumn, reason: Scorecard['dropped'][number]['reason']): void => {
    dropped.push({ name, informationValue, reason });
  };
  let kept = binned.filter(({ card }) => {
    const isKept = card.informationValue >= leastInformation && card.bins.some(({ woe }) => woe !== 0);
    if (!isKept) drop(card, 'little-information');
    return isKept;
  });
  for (;;) {
    if (kept.length === 0) throw nothingLeft(leastInformation);
    const model = fitLogistic(woeMatrix(kept, matrix.rows), labels, 2, { penalty: { lambda, alpha: 0 } });
    const coefficients = model.coefficients[0]!;
    const worst = indexOfLargest(coefficients);
    if (keepWrongDirections || coefficients[worst]! <= 0) {
      const intercept = model.intercepts[0]!;
      const columns = kept.map(({ card }, index) => ({ ...card, coefficient: coefficients[index]! }));
      return { kind: 'scorecard', scaling, intercept, dropped, columns: withPoints(columns, intercept, scaling) };
    }
    drop(kept[worst]!.card, 'wrong-direction');
    kept = kept.filter((_, index) => index !== worst);
  }
}

function woeMatrix(columns: readonly { card: ScorecardColumn; woe: Float32Array }[], rows: number): DenseMatrix {
  const values = new Float32Array(rows * columns.length);
  columns.forEach(({ woe }, column) => woe.forEach((value, row) => (values[row * columns.length + column] = value)));
  return { rows, columns: columns.map(({ card }, source) => ({ name: card.name, source })), values };
}

/** The part of the base points and of the intercept that each column carries is the same. */
function withPoints(
  columns: readonly ScorecardColumn[],
  intercept: number,
  scaling: ScorecardScaling,
): ScorecardColumn[] {
  const { factor, offset } = pointsScale(scaling);
  const base = (offset - factor * intercept) / columns.length;
  return columns.map((column) => ({
    ...column,
    bins: column.bins.map((bin) => {
      const points = base - factor * column.coefficient * bin.woe;
      return { ...bin, points: scaling.rounded ? Math.round(points) : points };
    }),
  }));
}

/** `score = offset - factor · log odds of the event`. */
export function pointsScale({ basePoints, baseOdds, pointsToDouble }: ScorecardScaling): {
  factor: number;
  offset: number;
} {
  const factor = pointsToDouble / Math.LN2;
  return { factor, offset: basePoints - factor * Math.log(baseOdds) };
}

function checkLabels(labels: Int32Array, rows: number): void {
  const events = labels.filter((label) => label === 1).length;
  const others = labels.filter((label) => label === 0).length;
  if (labels.length === rows && events > 0 && others > 0 && events + others === rows) return;
  throw new LintelError('DATASET_INVALID', {
    problem: 'A scorecard needs a target with two classes.',
    expected: `${rows} rows, some with and some without the event`,
    received: `${labels.length} labels, ${events} with and ${others} without`,
    cure: 'Choose a target with two classes, or another kind of model.',
  });
}

const nothingLeft = (least: number): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: 'No column says enough about the target for a scorecard.',
    expected: `at least one column with an information value of ${least}`,
    received: 'none',
    cure: 'Add columns, or lower the least information value.',
  });
