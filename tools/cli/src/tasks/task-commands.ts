import { type ManifestOf, type ModelManifest, type TaskId } from '@lintel/contracts';
import { type StoredModel } from '@lintel/core-ml';
import { type Option } from 'commander';
import { type CommandContext } from '../command-context';
import { type TrainingData } from '../models/training-data';

/** The options of `lintel train` that every task has. A task receives those that it declares as well. */
export interface TrainOptions {
  readonly data: string;
  readonly out: string;
  readonly task?: TaskId;
  readonly recipe?: string;
  readonly seed: number;
  readonly name?: string;
  readonly overwrite?: boolean;
}

/** The options of `lintel evaluate` that every task has. A task receives those that it declares as well. */
export interface EvaluateOptions {
  readonly model: string;
  readonly data: string;
}

/** The options of `lintel predict` that every task has. A task receives those that it declares as well. */
export interface PredictOptions {
  readonly model: string;
}

/** The commands that do something else for each task. */
export type TaskCommand = 'train' | 'evaluate' | 'predict';

/**
 * The commands of one task, or of several tasks whose models are trained alike. Cheap to load, because help and typing
 * mistakes need nothing else; `load` brings the rest.
 */
export interface TaskCommands {
  readonly tasks: readonly TaskId[];
  /** What is trained, as error messages name it, such as "a table". */
  readonly trained: string;
  /** What the examples are, in the plural, such as "pictures". */
  readonly examples: string;
  readonly recipes: readonly string[];
  readonly help: {
    /** What --data accepts. */
    readonly data: string;
    /** What each recipe does. */
    readonly recipes: string;
    /** What `lintel predict` accepts. */
    readonly files: string;
    readonly examples?: Readonly<Partial<Record<TaskCommand, readonly string[]>>>;
  };
  /** The options that only these tasks have. */
  readonly options: Readonly<Partial<Record<TaskCommand, () => readonly Option[]>>>;
  /** Whether a part of the examples is held out for the test unless --test says otherwise. */
  readonly holdsOut: boolean;
  /** Whether the options of `lintel train`, without --task, may mean these tasks. */
  readonly accepts: (options: TrainOptions) => boolean | Promise<boolean>;
  /** The file of a model folder that records what the model was trained on; null if there is none. */
  readonly record: string | null;
  readonly load: () => TaskWork;
}

/** The work of the commands for models of some tasks. Options are as the command line has parsed and checked them. */
export interface TaskWork<Id extends TaskId = TaskId> {
  train(options: TrainOptions, context: CommandContext): Promise<void>;
  evaluate(model: StoredModel<Id>, options: EvaluateOptions, context: CommandContext): Promise<void>;
  predict(
    model: StoredModel<Id>,
    files: readonly string[],
    options: PredictOptions,
    context: CommandContext,
  ): Promise<void>;
  /** What the inputs and the outputs of the graph mean, one line each, for who runs the graph elsewhere. */
  describeGraph(manifest: ManifestOf<Id>): { readonly input: readonly string[]; readonly output: readonly string[] };
  /**
   * The examples that a model folder was trained on, for the registry.
   * @param data their current place. Default: where they were when the model was trained
   * @returns null if the folder does not record them
   * @throws LintelError NOT_FOUND, DATASET_INVALID, ARTIFACT_CORRUPT
   */
  findTrainingData(
    model: string,
    manifest: Pick<ModelManifest, 'task'>,
    data: string | undefined,
  ): Promise<TrainingData | null>;
}

/** The work of some tasks as a command sees it, which looks the task of a model up first. */
export const taskWork = <Id extends TaskId>(work: TaskWork<Id>): TaskWork => work as unknown as TaskWork;
