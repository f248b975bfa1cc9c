import { type FitLogisticOptions, fitLogistic, type LogisticLayer, logisticLogits } from './fit-logistic';
import { chooseThresholds } from './choose-thresholds';

/** Features of examples with sets of labels. */
export interface LabelledFeatureSets {
  /** float32 [examples, size] */
  readonly features: Float32Array;
  readonly size: number;
  /** uint8 [examples, labels]; every label has examples with it and without it. */
  readonly labelSets: Uint8Array;
  readonly labels: number;
}

export interface FittedLabelUnits {
  /** One logistic unit for each label: its sigmoid is the label's probability. */
  readonly layer: LogisticLayer;
  /** One for each label. */
  readonly thresholds: readonly number[];
  /** float32 [examples, labels]: what units that were fitted without an example say about it, calibrated. */
  readonly heldOutProbabilities: Float32Array;
  /** The penalty and the temperature of each unit, in the order of the labels. */
  readonly l2: readonly number[];
  readonly temperatures: readonly number[];
}

/**
 * Fits one logistic unit for each label, independent of the others. Cross-validation chooses its penalty; its
 * temperature (Guo et al. 2017) and its threshold, the one with the best F1, are fitted to the held-out answers of that
 * cross-validation.
 * @throws LintelError CANCELLED
 */
export async function fitLabelUnits(
  { features, size, labelSets, labels }: LabelledFeatureSets,
  { onProgress, ...options }: FitLogisticOptions,
): Promise<FittedLabelUnits> {
  const examples = labelSets.length / labels;
  const coefficients = new Float32Array(size * labels);
  const intercepts = new Float32Array(labels);
  const heldOutProbabilities = new Float32Array(labelSets.length);
  const l2: number[] = [];
  const temperatures: number[] = [];
  for (let label = 0; label < labels; label++) {
    const own = Int32Array.from({ length: examples }, (_, row) => labelSets[row * labels + label]!);
    const fitted = await fitLogistic(
      { features, size, labels: own, classes: 2 },
      { ...options, onProgress: (share) => onProgress?.((label + share) / labels) },
    );
    // The softmax of two logits is the sigmoid of their difference.
    const { layer } = fitted;
    for (let at = 0; at < size; at++) {
      coefficients[at * labels + label] = layer.coefficients[2 * at + 1]! - layer.coefficients[2 * at]!;
    }
    intercepts[label] = layer.intercepts[1]! - layer.intercepts[0]!;
    for (let row = 0; row < examples; row++) {
      heldOutProbabilities[row * labels + label] = fitted.heldOutProbabilities[2 * row + 1]!;
    }
    l2.push(fitted.l2);
    temperatures.push(fitted.temperature);
  }
  return {
    layer: { size, classes: labels, coefficients, intercepts },
    thresholds: chooseThresholds(heldOutProbabilities, labelSets, labels),
    ...{ heldOutProbabilities, l2, temperatures },
  };
}

/**
 * The units' own prediction, in float64: what the exported graph is compared with.
 * @param features float32 [examples, size]
 * @returns float32 [examples, labels]
 */
export const predictLabels = (layer: LogisticLayer, features: Float32Array): Float32Array =>
  Float32Array.from(logisticLogits(layer, features), (logit) => 1 / (1 + Math.exp(-logit)));
