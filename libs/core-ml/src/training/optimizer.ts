import type { Optimizer, SGDOptimizer } from '@tensorflow/tfjs-node-gpu';
import { loadTensorFlow } from '../engine/tensorflow';
import { type OptimizerConfig } from '../recipe/training-config';

export function createOptimizer(config: OptimizerConfig): Optimizer {
  const { train } = loadTensorFlow();
  switch (config.kind) {
    case 'adam':
      return train.adam(config.learningRate, config.beta1, config.beta2, config.epsilon);
    case 'rmsprop':
      return train.rmsprop(config.learningRate, config.decay, 0, config.epsilon);
    case 'sgd':
      return config.momentum === 0
        ? train.sgd(config.learningRate)
        : train.momentum(config.learningRate, config.momentum, config.nesterov);
  }
}

/** tfjs reads the learning rate of Adam and RMSprop from a field at each step; SGD stores it in a tensor. */
export function setLearningRate(optimizer: Optimizer, learningRate: number): void {
  if ('setLearningRate' in optimizer) (optimizer as SGDOptimizer).setLearningRate(learningRate);
  else (optimizer as unknown as { learningRate: number }).learningRate = learningRate;
}
