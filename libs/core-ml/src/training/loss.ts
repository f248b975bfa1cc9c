import type { Tensor, Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { softmaxCrossEntropy } from '../engine/native-kernels';
import { loadTensorFlow } from '../engine/tensorflow';
import { type ModelOutput } from '../models/model-family';

/** As in Keras: probabilities are kept this far from 0 and 1 before the logarithm. */
const PROBABILITY_MARGIN = 1e-7;

export interface LossConfig {
  /**
   * `value`: one number for each example, compared with the true one by its squared error. `labels`: the log odds of
   * labels that do not exclude each other. `quantiles`: a number for each of `levels`, compared with the true one by the
   * loss of that quantile.
   */
  readonly output: ModelOutput | 'value' | 'labels' | 'quantiles';
  /** Number of outputs: 1 for a value. */
  readonly classes: number;
  /** The probability of each quantile, in (0, 1); `mean` stands for the mean. */
  readonly levels?: readonly (number | 'mean')[];
  readonly labelSmoothing: number;
  /** One weight per class. Default: all 1. */
  readonly classWeights?: readonly number[];
}

/**
 * The loss that the output asks for: cross-entropy of classes, the mean of that of labels, half the squared error of
 * values, or the loss of quantiles.
 * @param output float32 [batch, classes]
 * @param targets int32 [batch] classes, or float32 [batch] values, or float32 [batch × classes] 1 for a label, else 0
 * @returns float32 [batch]
 */
export function exampleLosses(output: Tensor, targets: Tensor1D, config: LossConfig): Tensor1D {
  if (config.output === 'labels') return labelLosses(output, targets.reshape(output.shape));
  if (config.output === 'quantiles') return quantileLosses(output as Tensor2D, targets, config.levels ?? []);
  if (config.output !== 'value') return crossEntropy(output, targets, config);
  const errors = output.reshape<Tensor1D>([-1]).sub<Tensor1D>(targets);
  return errors.square().mul<Tensor1D>(0.5);
}

/**
 * The mean over all levels of the loss whose minimum is that quantile: `level · error` above the answer and
 * `(level − 1) · error` below it (Koenker & Bassett 1978); half the squared error for the mean.
 */
function quantileLosses(output: Tensor2D, targets: Tensor1D, levels: readonly (number | 'mean')[]): Tensor1D {
  const tf = loadTensorFlow();
  const losses = levels.map((level, at) => {
    const errors = targets.sub<Tensor1D>(output.slice([0, at], [-1, 1]).reshape([-1]));
    if (level === 'mean') return errors.square().mul<Tensor1D>(0.5);
    return tf.maximum<Tensor1D>(errors.mul(level), errors.mul(level - 1));
  });
  return tf.addN(losses).div<Tensor1D>(levels.length);
}

/**
 * Cross-entropy in nats, one value per example (Goodfellow, Bengio and Courville 2016, §6.2.2).
 * @param output float32 [batch, classes], probabilities or logits according to `config.output`
 * @param labels int32 [batch] in [0, classes)
 * @returns float32 [batch], weighted by class if weights are given
 */
export function crossEntropy(output: Tensor, labels: Tensor1D, config: LossConfig): Tensor1D {
  const tf = loadTensorFlow();
  return tf.tidy(() => {
    const { classes, labelSmoothing } = config;
    const oneHot = tf.oneHot(labels, classes).toFloat();
    const target = labelSmoothing === 0 ? oneHot : oneHot.mul(1 - labelSmoothing).add(labelSmoothing / classes);
    const losses =
      config.output === 'logits'
        ? softmaxCrossEntropy(output as Tensor2D, target as Tensor2D)
        : target
            .mul(tf.log(tf.clipByValue(output, PROBABILITY_MARGIN, 1 - PROBABILITY_MARGIN)))
            .sum(-1)
            .neg();
    if (!config.classWeights) return losses as Tensor1D;
    const weights = oneHot.mul(tf.tensor1d([...config.classWeights])).sum(-1);
    return losses.mul<Tensor1D>(weights);
  });
}

/** Mean cross-entropy of the labels of each example, from log odds: max(0, x) − x·z + ln(1 + e^−|x|). */
function labelLosses(output: Tensor, targets: Tensor): Tensor1D {
  const losses = output.relu().sub(output.mul(targets)).add(output.abs().neg().exp().log1p());
  return losses.mean<Tensor1D>(-1);
}

/**
 * Number of rows of `output` [batch, classes] with the maximum at the label; for values, with exactly that value; for
 * labels, with all of them right.
 */
export function countCorrect(output: Tensor, targets: Tensor1D, config: LossConfig): Scalar {
  if (config.output === 'labels') {
    const isRight = output.greater(0).toFloat().equal(targets.reshape(output.shape)).toFloat();
    return isRight.min(-1).sum();
  }
  if (config.output === 'value' || config.output === 'quantiles') {
    return output.slice([0, 0], [-1, 1]).reshape([-1]).equal(targets).sum();
  }
  return output.argMax(-1).equal(targets).sum();
}
