import type { Tensor, Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { softmaxCrossEntropy } from '../engine/native-kernels';
import { loadTensorFlow } from '../engine/tensorflow';
import { type ModelOutput } from '../models/model-family';

/** As in Keras: probabilities are kept this far from 0 and 1 before the logarithm. */
const PROBABILITY_MARGIN = 1e-7;

export interface LossConfig {
  readonly output: ModelOutput;
  readonly classes: number;
  readonly labelSmoothing: number;
  /** One weight per class. Default: all 1. */
  readonly classWeights?: readonly number[];
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

/** Number of rows of `output` [batch, classes] with the maximum at the label. */
export function countCorrect(output: Tensor, labels: Tensor1D): Scalar {
  return output.argMax(-1).equal(labels).sum();
}
