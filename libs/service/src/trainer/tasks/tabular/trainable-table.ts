import { type TableRecipe } from '@lintel/contracts';
import { type ModelDeclaration } from '../../model-declaration';
import { type RowSource } from '../rows/row-model';

/** The tasks whose models answer rows of a table. */
export type TableTask = 'tabular-classification' | 'tabular-regression';

interface TableModelOf<Id extends TableTask> extends ModelDeclaration<Id> {
  /** Default: trees and linear are both tried, and the better one is kept. */
  readonly recipe?: TableRecipe;
  /** The class whose probability is predicted, of two. */
  readonly positive?: string;
  readonly seed: number;
  /** Share of the rows that only measures, in (0, 1); the latest ones if the schema names a time. */
  readonly test: number;
  /** The rows that exist before any are labelled; their schema names the target. */
  readonly base: RowSource;
}

/** How a vertical trains a model of tables. */
export type TrainableTable = TableModelOf<'tabular-classification'> | TableModelOf<'tabular-regression'>;
