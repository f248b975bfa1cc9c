import {
  LintelError,
  type Dataset,
  type GatePolicyOf,
  type Job,
  type LoopPolicy,
  type ModelDescription,
  type ModelWords,
  type TableRecipe,
  type TableSchema,
  type TaskId,
} from '@lintel/contracts';
import { type Predictor } from '@lintel/core-ml';
import { type Table } from '@lintel/core-ml/tables';
import { type Pipeline } from '@lintel/core-ml/training';
import { type DataSource, type SubjectVault } from '@lintel/data';
import { type PretrainedStart } from './recipe';

interface ModelOf<Id extends TaskId> {
  /** The kind of question that it answers. */
  readonly task: Id;
  /** Name in the registry: `ecommerce.product-recogniser`. */
  readonly name: string;
  /** Human-readable title. */
  readonly title: string;
  /** Absent fields have their defaults. */
  readonly gates: Partial<GatePolicyOf<Id>>;
  readonly loop: Partial<LoopPolicy>;
  /** Human-readable: what the model is for, and what it must not be used for. */
  readonly intendedUse: string;
  readonly limits: readonly string[];
  /** Translations of these texts and of the class names, by language tag (`zh-CN`). */
  readonly translations?: Readonly<Record<string, ModelWords>>;
  /** Paths in the vertical's app to the picture and the page of a prediction, with `{id}`; absent if it keeps none. */
  readonly predictions?: NonNullable<ModelDescription['predictions']>;
  /** Runs the model on past inputs; absent if the vertical keeps no inputs. */
  readonly backfill?: (context: BackfillContext<Id>) => Promise<Readonly<Record<string, unknown>>>;
}

interface ExampleSource {
  readonly name: string;
  readonly licence: string;
  readonly source: string;
}

interface OpenOptions {
  readonly cacheDir: string;
  readonly signal: AbortSignal;
}

/** How a vertical trains a model of pictures. */
export interface TrainablePictures extends ModelOf<'image-classification'> {
  readonly pipeline: Pipeline;
  /** The examples that exist before any are labelled. */
  readonly base: ExampleSource & {
    /** @returns uint8 pictures in the shape of the pipeline's preprocessing */
    open(options: OpenOptions): Promise<Dataset>;
  };
  /** Where the backbone was added, the model starts from it, without the base pictures. */
  readonly pretrained?: PretrainedStart;
  /** How often a labelled example is shown per epoch: labelled examples are few, and come from real use. */
  readonly labelRepeats: number;
}

/** The tasks whose models answer rows of a table. */
export type TableTask = 'tabular-classification' | 'tabular-regression';

interface TableModelOf<Id extends TableTask> extends ModelOf<Id> {
  /** Default: trees and linear are both tried, and the better one is kept. */
  readonly recipe?: TableRecipe;
  /** The class whose probability is predicted, of two. */
  readonly positive?: string;
  readonly seed: number;
  /** Share of the rows that only measures, in (0, 1); the latest ones if the schema names a time. */
  readonly test: number;
  /** The rows that exist before any are labelled. */
  readonly base: ExampleSource & {
    /** @returns the rows, and what their columns mean; the schema names the target */
    open(options: OpenOptions): Promise<{ readonly table: Table; readonly schema: TableSchema }>;
  };
}

/** How a vertical trains a model of tables. */
export type TrainableTable = TableModelOf<'tabular-classification'> | TableModelOf<'tabular-regression'>;

/** How a vertical trains one of its models, from what data, and when a new version can be promoted. */
export type TrainableModel = TrainablePictures | TrainableTable;

export interface BackfillContext<Id extends TaskId = 'image-classification'> {
  readonly database: DataSource;
  /** Decrypts the vertical's data about its subjects. */
  readonly vault: SubjectVault;
  readonly predictor: Predictor<Id>;
  readonly version: { readonly id: string; readonly number: number };
  readonly since: Date | undefined;
  readonly job: Job;
  readonly signal: AbortSignal;
  /** @param share of the work, in [0, 1] */
  readonly onProgress: (share: number) => void;
  readonly log: (line: string) => void;
}

/** @throws LintelError NOT_FOUND */
export function findModel(models: readonly TrainableModel[], name: string): TrainableModel {
  const found = models.find((model) => model.name === name);
  if (found !== undefined) return found;
  throw new LintelError('NOT_FOUND', {
    problem: `This trainer has no model ${name}.`,
    expected: models.map((model) => model.name).join(', '),
    received: name,
    cure: 'Send the job to the vertical that has the model.',
  });
}
