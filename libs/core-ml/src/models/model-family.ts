import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import { type TrainingOptions } from '../training/training-config';

/** What a family needs to know to build a model. */
export interface ArchitectureConfig {
  /** Shape of one example: [height, width, channels] for pictures, [steps, features] for sequences. */
  readonly exampleShape: readonly number[];
  /** Number of classes, at least 2. */
  readonly classes: number;
  /** Every initial weight follows from it. */
  readonly seed: number;
}

/** Training examples as the model will see them. */
export interface InitialExamples {
  /** float32, one example after another. */
  readonly values: Float32Array;
  /** [examples, ...exampleShape]; of pictures [examples, height, width, channels]. */
  readonly shape: readonly [number, number, number, number];
}

/** How the last layer is to be read; decides the form of the loss and whether the export adds a softmax. */
export type ModelOutput = 'probabilities' | 'logits';

/** An architecture and the recipe that suits it. It builds and never trains. */
export interface ModelFamily {
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  readonly output: ModelOutput;
  /** Defaults; a pipeline may replace any of them. */
  readonly recipe: TrainingOptions;
  /**
   * The layer whose activation is the embedding of an example bears the name {@link EMBEDDING_LAYER}.
   * @throws LintelError SHAPE_MISMATCH where `exampleShape` doesn't suit the architecture
   */
  build(config: ArchitectureConfig): LayersModel;
  /** Sets the weights that follow from the training examples and are not learnt; absent: there are none. */
  fit?(model: LayersModel, examples: InitialExamples): void;
}

export const EMBEDDING_LAYER = 'embedding';
