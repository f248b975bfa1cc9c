import type { LayersModel, Tensor, Tensor1D, Variable } from '@tensorflow/tfjs-node-gpu';
import { loadTensorFlow } from '../engine/tensorflow';
import { countCorrect, crossEntropy, type LossConfig } from './loss';
import { createOptimizer, setLearningRate } from './optimizer';
import { type Batch, type NamedArray, type StepResult, type TrainingStep } from './training-step';
import { type TrainingConfig } from './training-config';

type EagerConfig = Pick<TrainingConfig, 'optimizer' | 'weightDecay' | 'gradientClipNorm'> & {
  readonly loss: LossConfig;
};

/** A training step that runs operation by operation: every model, no preparation. */
export function createEagerStep(model: LayersModel, config: EagerConfig): TrainingStep {
  const tf = loadTensorFlow();
  const optimizer = createOptimizer(config.optimizer);
  const trained = model.trainableWeights.map((weight) => weight.read() as Variable);
  const decayed = trained.filter((variable) => variable.rank > 1);
  const exampleShape = model.inputs[0]!.shape.slice(1) as number[];

  const tensors = (batch: Batch): [Tensor, Tensor1D] => [
    tf.tensor(batch.inputs, [batch.size, ...exampleShape], 'float32'),
    tf.tensor1d(batch.labels, 'int32'),
  ];
  const result = (losses: Tensor1D, output: Tensor, labels: Tensor1D): StepResult => ({
    loss: losses.mean().dataSync()[0]!,
    correct: countCorrect(output, labels).dataSync()[0]!,
  });

  const train = (batch: Batch, learningRate: number): StepResult =>
    tf.tidy(() => {
      const [inputs, labels] = tensors(batch);
      setLearningRate(optimizer, learningRate);
      let output!: Tensor;
      let losses!: Tensor1D;
      const { grads } = tf.variableGrads(() => {
        output = tf.keep(model.apply(inputs, { training: true }) as Tensor);
        losses = tf.keep(crossEntropy(output, labels, config.loss));
        return model.calculateLosses().reduce((total, penalty) => total.add(penalty), losses.mean().asScalar());
      }, trained);
      optimizer.applyGradients(config.gradientClipNorm > 0 ? clipByGlobalNorm(grads, config.gradientClipNorm) : grads);
      if (config.weightDecay > 0) {
        for (const variable of decayed) variable.assign(variable.mul(1 - learningRate * config.weightDecay));
      }
      const outcome = result(losses, output, labels);
      tf.dispose([output, losses]);
      return outcome;
    });

  const evaluate = (batch: Batch): StepResult =>
    tf.tidy(() => {
      const [inputs, labels] = tensors(batch);
      const output = model.apply(inputs, { training: false }) as Tensor;
      return result(crossEntropy(output, labels, config.loss), output, labels);
    });

  return {
    train,
    evaluate,
    readWeights: () =>
      model.weights.map((weight) => {
        const value = weight.read();
        return { name: weight.originalName, shape: value.shape, values: value.dataSync<'float32'>().slice() };
      }),
    writeWeights: (weights) => {
      tf.tidy(() => model.setWeights(weights.map(({ values, shape }) => tf.tensor(values, [...shape], 'float32'))));
    },
    readOptimizer: async () =>
      (await optimizer.getWeights()).map(({ name, tensor }) => ({
        name,
        shape: tensor.shape,
        values: Float32Array.from(tensor.dataSync()),
      })),
    writeOptimizer: async (slots: readonly NamedArray[]) => {
      const tensorsOf = slots.map(({ name, shape, values }) => ({
        name,
        tensor: tf.tensor(values, [...shape], 'float32'),
      }));
      await optimizer.setWeights(tensorsOf);
      tf.dispose(tensorsOf.map(({ tensor }) => tensor));
    },
    dispose: () => optimizer.dispose(),
  };
}

/** Scales all gradients by one factor where their joint Euclidean norm exceeds `limit` (Pascanu et al. 2013). */
function clipByGlobalNorm(gradients: Record<string, Tensor>, limit: number): Record<string, Tensor> {
  const tf = loadTensorFlow();
  const squares = Object.values(gradients).map((gradient) => gradient.square().sum());
  const norm = tf.addN(squares).sqrt();
  const factor = tf.scalar(limit).div(tf.maximum(norm, limit));
  return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, gradient.mul(factor)]));
}
