import { LintelError } from '@lintel/contracts';
import { type FitLogisticOptions, type FittedLogistic, fitLogistic, type LogisticLayer } from './fit-logistic';
import { LEAST_PROBABILITY, priorOf, type PretrainedClass, type PretrainedClassifier } from './pretrained-classifier';
import { anchorsOf } from './prior-anchors';

/** Labelled pictures for a model that knows some classes before it has seen any. */
export interface ExamplesOverPrior {
  /** float32 [examples, features] */
  readonly features: Float32Array;
  /** Class of each example, in [0, known + added): the pretrained classes come first. */
  readonly labels: Int32Array;
  /** Classes that only the examples have. */
  readonly added: number;
}

/**
 * A classifier in two steps: a logistic layer tells the labelled classes and "the rest" apart; the probability of the
 * rest is divided among its classes as the pretrained classifier divides it.
 */
export interface LayerOverPrior {
  /** Classes that the pretrained classifier knows, and those that only examples have. */
  readonly known: number;
  readonly added: number;
  /** The classes that have examples, ascending. The layer has a column for each, and last one for the rest. */
  readonly labelled: readonly number[];
  readonly layer: LogisticLayer;
  /** Divides the log probabilities of the pretrained classifier, which are added to the logits. */
  readonly temperature: number;
}

export interface FittedOverPrior extends Pick<FittedLogistic, 'l2' | 'heldOutLogLoss' | 'heldOutProbabilities'> {
  readonly model: LayerOverPrior;
}

/**
 * Fits what labelled pictures change about a pretrained classifier: logistic regression with the log probabilities of
 * the pretrained classifier as offsets. An added class starts with the probability of one class among all.
 * @throws LintelError DATASET_INVALID (fewer than two classes have examples), CANCELLED
 */
export async function fitOverPrior(
  classifier: PretrainedClassifier,
  classes: readonly PretrainedClass[],
  { features, labels, added }: ExamplesOverPrior,
  options: FitLogisticOptions,
): Promise<FittedOverPrior> {
  const labelled = [...new Set(labels)].sort((one, other) => one - other);
  if (labelled.length < 2) throw tooFewClasses(labelled.length);
  const size = features.length / labels.length;
  const others = classes.filter((_, label) => !labelled.includes(label));
  const anchors = anchorsOf(classifier, others, meanOf(features, size));
  const all = new Float32Array(features.length + anchors.length);
  all.set(features);
  all.set(anchors, features.length);
  const count = anchors.length / size;
  const rest = labelled.length;
  const columns = new Int32Array(labels.length + count).fill(rest);
  labels.forEach((label, row) => (columns[row] = labelled.indexOf(label)));
  const prior = priorOf(classifier, classes, all);
  const offsets = offsetsOf(prior, { known: classes.length, added, labelled });
  const { layer, temperature, ...fitted } = await fitLogistic(
    { features: all, size, labels: columns, classes: rest + 1, offsets, anchors: count },
    options,
  );
  return { ...fitted, model: { known: classes.length, added, labelled, layer, temperature } };
}

/**
 * The model's own prediction, in float64: the exported graph is compared with it.
 * @param prior float64 [examples, known + 1]: see `priorOf`
 * @returns float32 [examples, known + added]; what is missing to 1 is the probability of something else
 */
export function predictOverPrior(model: LayerOverPrior, features: Float32Array, prior: Float64Array): Float32Array {
  const { known, added, labelled, layer, temperature } = model;
  const { size, coefficients, intercepts } = layer;
  const rest = labelled.length;
  const columns = rest + 1;
  const classes = known + added;
  const offsets = offsetsOf(prior, model);
  const result = new Float32Array((features.length / size) * classes);
  const logits = new Float64Array(columns);
  for (let row = 0; row * size < features.length; row++) {
    for (let column = 0; column < columns; column++) {
      logits[column] = intercepts[column]! + offsets[row * columns + column]! / temperature;
    }
    for (let at = 0; at < size; at++) {
      const value = features[row * size + at]!;
      for (let column = 0; column < columns; column++) logits[column]! += value * coefficients[at * columns + column]!;
    }
    const most = Math.max(...logits);
    const weights = logits.map((logit) => Math.exp(logit - most));
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    const restShare = weights[rest]! / all / Math.exp(offsets[row * columns + rest]!);
    for (let label = 0; label < known; label++) {
      result[row * classes + label] = restShare * prior[row * (known + 1) + label]!;
    }
    labelled.forEach((label, column) => (result[row * classes + label] = weights[column]! / all));
  }
  return result;
}

/** Log probabilities of the labelled classes, and last of the rest: float32 [examples, labelled + 1]. */
function offsetsOf(
  prior: Float64Array,
  { known, added, labelled }: Pick<LayerOverPrior, 'known' | 'added' | 'labelled'>,
): Float32Array {
  const columns = labelled.length + 1;
  const examples = prior.length / (known + 1);
  const offsets = new Float32Array(examples * columns);
  const isLabelled = new Set(labelled);
  const uninformed = uninformedOffset(known + added);
  for (let row = 0; row < examples; row++) {
    const own = prior.subarray(row * (known + 1), (row + 1) * (known + 1));
    labelled.forEach(
      (label, at) => (offsets[row * columns + at] = label < known ? logarithm(own[label]!) : uninformed),
    );
    let rest = 0;
    // The last column of the prior is everything else.
    own.forEach((value, label) => (rest += label < known && isLabelled.has(label) ? 0 : value));
    offsets[row * columns + labelled.length] = logarithm(rest);
  }
  return offsets;
}

const logarithm = (probability: number): number => Math.log(Math.max(LEAST_PROBABILITY, probability));

/** The offset of a class that the pretrained classifier does not know. */
export const uninformedOffset = (classes: number): number => -Math.log(classes);

function meanOf(features: Float32Array, size: number): Float32Array {
  const mean = new Float32Array(size);
  const examples = features.length / size;
  features.forEach((value, at) => (mean[at % size]! += value / examples));
  return mean;
}

const tooFewClasses = (received: number): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: 'The labelled pictures show fewer than two classes, so there is nothing to tell apart yet.',
    expected: 'labelled pictures of at least two classes',
    received: String(received),
    cure: 'Check more pictures, of several classes.',
  });
