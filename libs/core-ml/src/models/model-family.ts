import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import { type TrainingOptions } from '../recipe/training-config';

/** What a family needs to know to build a model. */
export interface ArchitectureConfig {
  /** Shape of one example: [height, width, channels] for pictures, [steps, features] for sequences. */
  readonly exampleShape: readonly number[];
  /** Number of classes, at least 2. */
  readonly classes: number;
  /** Determines all initial weights. */
  readonly seed: number;
}

/** Training examples as the model will see them. */
export interface InitialExamples {
  /** float32, one example after another. */
  readonly values: Float32Array;
  /** [examples, ...exampleShape]; of pictures [examples, height, width, channels]. */
  readonly shape: readonly [number, number, number, number];
}

/** The meaning of the last layer's output. It decides the form of the loss and whether the export adds a softmax. */
export type ModelOutput = 'probabilities' | 'logits';

/** An architecture and its recommended recipe. It builds models; it does not train them. */
export interface ModelFamily {
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  readonly output: ModelOutput;
  /** Defaults; a pipeline can override any of them. */
  readonly recipe: TrainingOptions;
  /**
   * The layer whose activation is the embedding of an example is named {@link EMBEDDING_LAYER}.
   * @throws LintelError SHAPE_MISMATCH if `exampleShape` does not fit the architecture
   */
  build(config: ArchitectureConfig): LayersModel;
  /** Sets the weights that are computed from the training examples and not learnt. Absent if there are none. */
  fit?(model: LayersModel, examples: InitialExamples): void;
}

export const EMBEDDING_LAYER = 'embedding';
