import type { LayersModel, Tensor, Tensor1D } from '@tensorflow/tfjs-node-gpu';
import { loadTensorFlow } from '../engine/tensorflow';
import { type TrainingConfig } from '../recipe/training-config';
import { computeGradients, computeOutcome, type GradientsConfig, type Outcome, trainedVariables } from './gradients';
import { createOptimizer, setLearningRate } from './optimizer';
import {
  type NamedArray,
  type StepResult,
  type StepSchedule,
  type TrainingBatch,
  type TrainingStep,
} from './training-step';
import { averageShare } from './weight-average';

export type StepConfig = GradientsConfig &
  Pick<TrainingConfig, 'optimizer' | 'precision' | 'weightAverage' | 'weightDecay'> & {
    /** On the learning rate of each trained weight, in the model's order, each in (0, 1]. Default: all 1. */
    readonly learningRateFactors?: readonly number[];
  };

/** A training step that runs operation by operation: every model, no preparation. */
export function createEagerStep(model: LayersModel, config: StepConfig): TrainingStep {
  const tf = loadTensorFlow();
  const optimizer = createOptimizer(config.optimizer);
  // Kernels have more than one dimension; biases and scales aren't decayed.
  const decayed = trainedVariables(model).filter((variable) => variable.rank > 1);
  const averages =
    config.weightAverage > 0 ? model.weights.map((weight) => tf.variable(weight.read(), false)) : undefined;

  const train = (batch: TrainingBatch, { step, learningRate }: StepSchedule): StepResult =>
    tf.tidy(() => {
      const [inputs, labels] = batchTensors(model, batch);
      setLearningRate(optimizer, learningRate);
      const { gradients, ...outcome } = computeGradients(model, config, inputs, labels, tf.scalar(step, 'int32'));
      // A step of every optimiser is proportional to the learning rate, so a part of it is a step of a smaller rate.
      const slowed = trainedVariables(model).flatMap((variable, at) => {
        const factor = config.learningRateFactors?.[at] ?? 1;
        return factor === 1 ? [] : [{ variable, factor, before: variable.clone() }];
      });
      if (config.weightDecay > 0) {
        for (const variable of decayed) variable.assign(variable.mul(1 - learningRate * config.weightDecay));
      }
      optimizer.applyGradients(gradients);
      for (const { variable, factor, before } of slowed) {
        variable.assign(before.add(variable.sub(before).mul(factor)));
      }
      const share = averageShare(config.weightAverage, step);
      averages?.forEach((average, at) =>
        average.assign(average.sub(average.sub(model.weights[at]!.read()).mul(share))),
      );
      return readOutcome(outcome);
    });

  const evaluate = (batch: TrainingBatch): StepResult =>
    tf.tidy(() => readOutcome(computeOutcome(model, config.loss, ...batchTensors(model, batch))));

  return {
    train,
    evaluate,
    readWeights: () => readModelWeights(model),
    writeWeights: (weights) => writeModelWeights(model, weights),
    readOptimizer: async () =>
      (await optimizer.getWeights()).map(({ name, tensor }) => ({
        name,
        shape: tensor.shape,
        values: Float32Array.from(tensor.dataSync()),
      })),
    writeOptimizer: async (slots: readonly NamedArray[]) => {
      const named = slots.map(({ name, shape, values }) => ({
        name,
        tensor: tf.tensor(values, [...shape], 'float32'),
      }));
      await optimizer.setWeights(named);
      tf.dispose(named.map(({ tensor }) => tensor));
    },
    readAverage: () => averages?.map((average, at) => namedArray(model.weights[at]!.originalName, average)),
    writeAverage: (weights) =>
      tf.tidy(() =>
        averages?.forEach((average, at) => average.assign(tf.tensor(weights[at]!.values, average.shape, 'float32'))),
      ),
    dispose: () => {
      optimizer.dispose();
      tf.dispose(averages ?? []);
    },
  };
}

/** [batch, ...exampleShape] as the model's input is, and int32 [batch] classes or float32 [batch] values. */
export function batchTensors(model: LayersModel, batch: TrainingBatch): [Tensor, Tensor1D] {
  const tf = loadTensorFlow();
  const exampleShape = model.inputs[0]!.shape.slice(1) as number[];
  return [
    tf.tensor(batch.inputs, [batch.size, ...exampleShape], model.inputs[0]!.dtype),
    tf.tensor1d(batch.labels, batch.labels instanceof Int32Array ? 'int32' : 'float32'),
  ];
}

export function readModelWeights(model: LayersModel): NamedArray[] {
  return model.weights.map((weight) => namedArray(weight.originalName, weight.read()));
}

const namedArray = (name: string, tensor: Tensor): NamedArray => ({
  name,
  shape: tensor.shape,
  values: tensor.dataSync<'float32'>().slice(),
});

export function writeModelWeights(model: LayersModel, weights: readonly NamedArray[]): void {
  const tf = loadTensorFlow();
  tf.tidy(() => model.setWeights(weights.map(({ values, shape }) => tf.tensor(values, [...shape], 'float32'))));
}

const readOutcome = ({ loss, correct }: Outcome): StepResult => ({
  loss: loss.dataSync()[0]!,
  correct: correct.dataSync()[0]!,
});
