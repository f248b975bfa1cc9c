import type { LayersModel, Scalar, Tensor, Tensor1D, Variable } from '@tensorflow/tfjs-node-gpu';
import { installNativeKernels, withRandomStep } from '../engine/native-kernels';
import { loadTensorFlow } from '../engine/tensorflow';
import { countCorrect, exampleLosses, type LossConfig } from './loss';

export interface GradientsConfig {
  readonly loss: LossConfig;
  /** Largest global norm; 0: no limit. */
  readonly gradientClipNorm: number;
}

export interface Outcome {
  /** Mean over the batch, without penalties. */
  readonly loss: Scalar;
  readonly correct: Scalar;
}

/** The weights that learn, in the model's order. */
export const trainedVariables = (model: LayersModel): Variable[] =>
  model.trainableWeights.map((weight) => weight.read() as Variable);

/**
 * Forward and backward pass in training mode. Moving averages are updated.
 * @param inputs float32 [batch, ...exampleShape]
 * @param targets int32 [batch] classes, or float32 [batch] values
 * @param step int32 scalar, the number of the step
 * @returns the gradient of each trained variable by its name
 */
export function computeGradients(
  model: LayersModel,
  config: GradientsConfig,
  inputs: Tensor,
  targets: Tensor1D,
  step: Scalar,
): Outcome & { readonly gradients: Record<string, Tensor> } {
  const tf = loadTensorFlow();
  installNativeKernels();
  let output!: Tensor;
  let loss!: Scalar;
  const { grads } = withRandomStep(step, () =>
    tf.variableGrads(() => {
      output = tf.keep(model.apply(inputs, { training: true }) as Tensor);
      loss = tf.keep(exampleLosses(output, targets, config.loss).mean().asScalar());
      return model.calculateLosses().reduce((total, penalty) => total.add(penalty), loss);
    }, trainedVariables(model)),
  );
  const correct = countCorrect(output, targets, config.loss);
  // Tensors kept beyond the gradient's scope belong to no scope; a clone belongs to the caller's.
  const kept = loss;
  loss = kept.clone();
  tf.dispose([output, kept]);
  const gradients = config.gradientClipNorm > 0 ? clipByGlobalNorm(grads, config.gradientClipNorm) : grads;
  return { loss, correct, gradients };
}

/** Loss and accuracy in prediction mode: no dropout, moving averages instead of the batch's statistics. */
export function computeOutcome(model: LayersModel, config: LossConfig, inputs: Tensor, targets: Tensor1D): Outcome {
  const output = model.apply(inputs, { training: false }) as Tensor;
  return {
    loss: exampleLosses(output, targets, config).mean().asScalar(),
    correct: countCorrect(output, targets, config),
  };
}

/** Scales all gradients by one factor if their joint Euclidean norm exceeds `limit` (Pascanu et al. 2013). */
function clipByGlobalNorm(gradients: Record<string, Tensor>, limit: number): Record<string, Tensor> {
  const tf = loadTensorFlow();
  const squares = Object.values(gradients).map((gradient) => gradient.square().sum());
  const norm = tf.addN(squares).sqrt();
  const factor = tf.scalar(limit).div(tf.maximum(norm, limit));
  return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, gradient.mul(factor)]));
}
