import { type TensorSpec, type TextAnswer } from '@lintel/contracts';
import { type TensorBatch } from '../../inference/tensor-batch';
import { type TextStatistics } from './text-features';

/** A text that was read for one model. */
export interface ReadText extends TextStatistics {
  /** Whether the end was left out. */
  readonly isCut: boolean;
  /** Writes the values of this text into row `row` of every input tensor. */
  write(batch: TensorBatch, row: number): void;
  /** What the words add to the score of a class. */
  reasons(classAt: number): Pick<TextAnswer['reasons'][number], 'base' | 'words' | 'others'>;
}

/** The side of a model that stands beside its graph. */
export interface TextSide {
  /** Terms and classes, to be compared with the manifest. */
  readonly terms: number;
  readonly classes: number;
  /** The inputs of its graph. */
  readonly inputs: readonly TensorSpec[];
  /** @throws LintelError INVALID_ARGUMENT (no text, or no words) */
  read(text: string): ReadText;
}
