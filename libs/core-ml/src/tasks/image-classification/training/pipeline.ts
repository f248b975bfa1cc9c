import { type Preprocessor } from '@lintel/contracts';
import { type TrainingOptions } from '../../../recipe/training-config';

/** How pictures are resized to one shape. The normalisation is fitted on the training split. */
export type PicturePreprocessing = Omit<Extract<Preprocessor, { kind: 'image' }>, 'mean' | 'std'>;

/**
 * The declaration of a model's training, which a vertical writes in a `*.pipeline.ts` and {@link runPipeline} runs. The
 * caller opens the dataset, because data comes from another library.
 */
export interface Pipeline {
  /** Name of the model; letters, digits and dashes. */
  readonly name: string;
  /** One of the model families. */
  readonly architecture: string;
  readonly preprocessing: PicturePreprocessing;
  /** Shares in [0, 1) for data without a predefined split. */
  readonly split: { readonly validation: number; readonly test: number };
  /** Overrides the architecture's recipe. */
  readonly training: TrainingOptions;
  /** If the top probability is below this, the answer is "unsure"; in [0, 1]. */
  readonly unsureBelow: number;
  /** Determines splits, weights, order and augmentation. */
  readonly seed: number;
}

/** A preprocessor for decoding before the normalisation is known; it leaves pixel values unchanged. */
export function decodingPreprocessor(preprocessing: PicturePreprocessing): Preprocessor {
  const perChannel = <T>(value: T): T[] => new Array<T>(preprocessing.channels).fill(value);
  return { ...preprocessing, mean: perChannel(0), std: perChannel(1) };
}
