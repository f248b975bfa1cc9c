import { type Preprocessor } from '@lintel/contracts';
import { type TrainingOptions } from './training-config';

/** How pictures are brought to one shape. The normalisation is fitted on the training split. */
export type PicturePreprocessing = Omit<Extract<Preprocessor, { kind: 'image' }>, 'mean' | 'std'>;

/**
 * The life of a model as a value: what a vertical declares in a `*.pipeline.ts`, and {@link runPipeline} runs.
 * The dataset is opened by the caller, since data come from another library.
 */
export interface Pipeline {
  /** Names the model; letters, digits and dashes. */
  readonly name: string;
  /** One of the model families. */
  readonly architecture: string;
  readonly preprocessing: PicturePreprocessing;
  /** Shares in [0, 1) of the data that bring no split of their own. */
  readonly split: { readonly validation: number; readonly test: number };
  /** On top of the architecture's own recipe. */
  readonly training: TrainingOptions;
  /** Under this top probability the answer is "unsure"; in [0, 1]. */
  readonly unsureBelow: number;
  /** Splits, weights, order and augmentation follow from it. */
  readonly seed: number;
}

/** For decoding, before the normalisation is known: pixels stay what they are. */
export function decodingPreprocessor(preprocessing: PicturePreprocessing): Preprocessor {
  const perChannel = <T>(value: T): T[] => new Array<T>(preprocessing.channels).fill(value);
  return { ...preprocessing, mean: perChannel(0), std: perChannel(1) };
}
