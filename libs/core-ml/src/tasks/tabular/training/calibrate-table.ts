import { type LinearModel } from '@lintel/contracts';
import { calibrate, fitPlatt } from './calibrate-probabilities';
import { type Fold } from '../../../tables/splits';
import { type FittedTable } from '../explainer';

/** A straight line in the log odds: `slope · log odds + intercept` (Platt 1999). */
export interface PlattScaling {
  readonly slope: number;
  readonly intercept: number;
}

export interface ChosenCalibration {
  /** Null if the probabilities are better as they are. */
  readonly scaling: PlattScaling | null;
  /** The probabilities as the calibrated model would give them: each scaled without its own row. */
  readonly probabilities: Float64Array;
}

/** The log loss must fall by this many standard errors. */
const LEAST_GAIN = 2;
const SMALLEST_PROBABILITY = 1e-15;

/**
 * Decides by cross-validated log loss whether Platt scaling makes probabilities of two classes better.
 *
 * Isotonic regression is not offered: a straight line in the log odds becomes part of the model, so the graph, the order
 * of the rows and the exact reasons stay as they are, which steps would not leave.
 * @param probabilities of the second class, of rows that the model has not learned from
 * @param folds of these rows; the scaling is fitted on the training rows of each and measured on the others
 */
export function chooseCalibration(
  probabilities: Float64Array,
  labels: Int32Array,
  folds: readonly Fold[],
): ChosenCalibration {
  const take = (rows: Int32Array): [Float64Array, Int32Array] => [
    Float64Array.from(rows, (row) => probabilities[row]!),
    rows.map((row) => labels[row]!),
  ];
  const scaled = probabilities.slice();
  for (const { train, test } of folds) {
    const own = calibrate(fitPlatt(...take(train)), take(test)[0]);
    test.forEach((row, at) => (scaled[row] = own[at]!));
  }
  const gains = probabilities.map((p, row) => logLoss(p, labels[row]!) - logLoss(scaled[row]!, labels[row]!));
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / Math.max(1, gains.length - 1);
  const fitted = fitPlatt(probabilities, labels);
  const isBetter = mean > LEAST_GAIN * Math.sqrt(variance / gains.length);
  if (!isBetter || fitted.method !== 'platt' || fitted.slope <= 0) return { scaling: null, probabilities };
  return { scaling: { slope: fitted.slope, intercept: fitted.intercept }, probabilities: scaled };
}

/**
 * Makes the scaling part of a model of two classes: its log odds are sums, so their parts are scaled.
 * @param fitted boosted trees, a linear model or a network; a scorecard keeps its points and is returned as it is
 */
export function calibrateFitted(fitted: FittedTable, { slope, intercept }: PlattScaling): FittedTable {
  if (fitted.kind === 'trees') {
    const { model } = fitted;
    return {
      kind: 'trees',
      model: {
        ...model,
        baseMargins: model.baseMargins.map((margin) => slope * margin + intercept),
        // Thresholds of splits share the array with the values of leaves.
        value: model.value.map((value, node) => (model.feature[node]! < 0 ? slope * value : value)),
      },
    };
  }
  const scaled = ({ coefficients, intercepts }: Pick<LinearModel, 'coefficients' | 'intercepts'>) => ({
    coefficients: coefficients.map((list) => list.map((value) => slope * value)),
    intercepts: intercepts.map((value) => slope * value + intercept),
  });
  if (fitted.kind === 'linear') return { kind: 'linear', model: { ...fitted.model, ...scaled(fitted.model) } };
  if (fitted.kind === 'mlp') return { kind: 'mlp', model: { ...fitted.model, ...scaled(fitted.model) } };
  return fitted;
}

function logLoss(probability: number, label: number): number {
  return -Math.log(Math.max(SMALLEST_PROBABILITY, label === 1 ? probability : 1 - probability));
}
