import type { Tensor, Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { softmaxCrossEntropy } from '../engine/native-kernels';
import { loadTensorFlow } from '../engine/tensorflow';
import { type ModelOutput } from '../models/model-family';

/** As in Keras: probabilities are kept this far from 0 and 1 before the logarithm. */
const PROBABILITY_MARGIN = 1e-7;

export interface LossConfig {
  /**
   * `value`: one number for each example, compared with the true one by its squared error. `labels`: the log odds of
   * labels that do not exclude each other.
   */
  readonly output: ModelOutput | 'value' | 'labels';
  /** Number of outputs: 1 for a value. */
  readonly classes: number;
  readonly labelSmoothing: number;
  /** One weight per class. Default: all 1. */
  readonly classWeights?: readonly number[];
}

/**
 * The loss that the output asks for: cross-entropy of classes, the mean of that of labels, or half the squared error of
 * values.
 * @param output float32 [batch, classes]
 * @param targets int32 [batch] classes, or float32 [batch] values, or float32 [batch × classes] 1 for a label, else 0
 * @returns float32 [batch]
 */
export function exampleLosses(output: Tensor, targets: Tensor1D, config: LossConfig): Tensor1D {
  if (config.output === 'labels') return labelLosses(output, targets.reshape(output.shape));
  if (config.output !== 'value') return crossEntropy(output, targets, config);
  const errors = output.reshape<Tensor1D>([-1]).sub<Tensor1D>(targets);
  return errors.square().mul<Tensor1D>(0.5);
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

/** Number of rows of `output` [batch, classes] with the maximum at the label; for values, with exactly that value; for labels, with all of them right. */
export function countCorrect(output: Tensor, targets: Tensor1D, config: LossConfig): Scalar {
  if (config.output === 'labels') {
    const isRight = output.greater(0).toFloat().equal(targets.reshape(output.shape)).toFloat();
    return isRight.min(-1).sum();
  }
  return config.output === 'value' ? output.reshape([-1]).equal(targets).sum() : output.argMax(-1).equal(targets).sum();
}
