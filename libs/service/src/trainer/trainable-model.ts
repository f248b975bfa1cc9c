import {
  LintelError,
  type Dataset,
  type GatePolicyOf,
  type Job,
  type LoopPolicy,
  type ModelDescription,
  type ModelWords,
} from '@lintel/contracts';
import { type Pipeline } from '@lintel/core-ml/training';
import { type DataSource, type SubjectVault } from '@lintel/data';
import { type Predictor } from '@lintel/core-ml';
import { type PretrainedStart } from './recipe';

/** How a vertical trains one of its models, from what data, and when a new version can be promoted. */
export interface TrainableModel {
  /** Name in the registry: `ecommerce.product-recogniser`. */
  readonly name: string;
  /** Human-readable title. */
  readonly title: string;
  readonly pipeline: Pipeline;
  /** Absent fields have their defaults. */
  readonly gates: Partial<GatePolicyOf<'image-classification'>>;
  readonly loop: Partial<LoopPolicy>;
  /** The examples that exist before any are labelled. */
  readonly base: {
    readonly name: string;
    readonly licence: string;
    readonly source: string;
    /** @returns uint8 pictures in the shape of the pipeline's preprocessing */
    open(options: { readonly cacheDir: string; readonly signal: AbortSignal }): Promise<Dataset>;
  };
  /** Where the backbone was added, the model starts from it, without the base pictures. */
  readonly pretrained?: PretrainedStart;
  /** How often a labelled example is shown per epoch: labelled examples are few, and come from real use. */
  readonly labelRepeats: number;
  /** Human-readable: what the model is for, and what it must not be used for. */
  readonly intendedUse: string;
  readonly limits: readonly string[];
  /** Translations of these texts and of the class names, by language tag (`zh-CN`). */
  readonly translations?: Readonly<Record<string, ModelWords>>;
  /** Paths in the vertical's app to the picture and the page of a prediction, with `{id}`; absent if it keeps none. */
  readonly predictions?: NonNullable<ModelDescription['predictions']>;
  /** Runs the model on past inputs; absent if the vertical keeps no inputs. */
  readonly backfill?: (context: BackfillContext) => Promise<Readonly<Record<string, unknown>>>;
}

export interface BackfillContext {
  readonly database: DataSource;
  /** Decrypts the vertical's data about its subjects. */
  readonly vault: SubjectVault;
  readonly predictor: Predictor<'image-classification'>;
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
