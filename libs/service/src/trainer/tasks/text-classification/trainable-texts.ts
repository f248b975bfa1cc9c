import { type TextRecipe, type TextTarget } from '@lintel/contracts';
import { type ModelDeclaration } from '../../model-declaration';
import { type RowSource } from '../rows/row-model';

/** How a vertical trains a model of texts. A label belongs to a row with the columns of `text`. */
export interface TrainableTexts extends ModelDeclaration<'text-classification'> {
  /** Default: linear. */
  readonly recipe?: TextRecipe;
  /** The columns that make the text, in their order. */
  readonly text: readonly string[];
  readonly target: TextTarget;
  /** The second of two classes. */
  readonly positive?: string;
  readonly seed: number;
  /** Share of the texts that only measures, in (0, 1); the latest ones if the schema names a time. */
  readonly test: number;
  /** The texts that exist before any are labelled, with the schema that `textSchema` gives. */
  readonly base: RowSource;
}
