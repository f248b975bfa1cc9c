import {
  type GatePolicyOf,
  type Job,
  type LoopPolicy,
  type ModelDescription,
  type ModelWords,
  type TaskId,
} from '@lintel/contracts';
import { type Predictor } from '@lintel/core-ml';
import { type DataSource, type SubjectVault } from '@lintel/data';

/** What a vertical says about a model, whatever its task. */
export interface ModelDeclaration<Id extends TaskId> {
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

/** The examples that exist before any are labelled. */
export interface ExampleSource {
  readonly name: string;
  readonly licence: string;
  readonly source: string;
}

export interface OpenOptions {
  readonly cacheDir: string;
  readonly signal: AbortSignal;
}

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
