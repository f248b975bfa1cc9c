import {
  type AnomalyAnswer,
  type DriftObservation,
  type DriftOutcome,
  type ForecastAnswer,
  type ManifestOf,
  type RecommendationAnswer,
  type RecommendationRequest,
  type SeriesRequest,
  type TableClassAnswer,
  type TableValueAnswer,
  type TaskId,
  type TextAnswer,
} from '@lintel/contracts';
import { type StoredModel } from '../inference/load-model-directory';
import { type TensorBatch } from '../inference/tensor-batch';
import { type PictureLimits } from '../preprocessing/open-picture';
import { type Cell } from '../tables/table';
import { type PicturePrediction } from './image-classification/picture-prediction';
import { type PictureEmbedding } from './image-embedding/picture-embedding';

/** What goes in and what comes out, by task. A new task adds its line here and in `SERVED_TASKS`. */
export interface TaskValues {
  /** An encoded picture file. */
  'image-classification': { input: Uint8Array; answer: PicturePrediction };
  'image-embedding': { input: Uint8Array; answer: PictureEmbedding };
  /** A row of named values; columns that the model does not use are ignored. */
  'tabular-classification': { input: TableRow; answer: TableClassAnswer };
  'tabular-regression': { input: TableRow; answer: TableValueAnswer };
  /** The history of a user or a session, and what is asked for. */
  recommendation: { input: RecommendationRequest; answer: RecommendationAnswer };
  /** A text. */
  'text-classification': { input: string; answer: TextAnswer };
  /** The newest rows of a series. */
  'time-series-anomaly': { input: SeriesRequest; answer: AnomalyAnswer };
  'time-series-forecast': { input: SeriesRequest; answer: ForecastAnswer };
}
export type TableRow = Readonly<Record<string, Cell>>;
export type InputOf<Id extends TaskId> = TaskValues[Id]['input'];
export type AnswerOf<Id extends TaskId> = TaskValues[Id]['answer'];

/** Limits above which an input is refused. */
export type InputLimits = PictureLimits;

/** An input that was read: it writes its tensors and reads its answer. */
export interface PreparedInput<Id extends TaskId> {
  /** Writes the values of this example into row `row` of every input tensor. */
  write(batch: TensorBatch, row: number): void;
  /**
   * @param outputs of this example alone
   * @throws LintelError MODEL_INVALID if the answer is not finite
   */
  read(outputs: TensorBatch): AnswerOf<Id>;
}

/** What is compared and counted of an answer. */
export interface AnswerSummary {
  /** The answer in a word, such as its class, or as a number. */
  readonly outcome: DriftOutcome;
  /** How sure the model is, in [0, 1]; null if the task has no confidence. */
  readonly confidence: number | null;
  /** True if a person should review the answer. */
  readonly unsure: boolean;
}

/** What drift records of an input and its answer. */
export type Observed = Omit<DriftObservation, 'latencyMs'>;

/** A model whose inputs can be read. What depends on the model alone is computed when it is opened. */
export interface OpenedTask<Id extends TaskId> {
  /** Tensors that were prepared for one model suit another one with the same key. */
  readonly tensorKey: string;
  /** The outputs of two models with the same key can be read alike. */
  readonly outputKey: string;
  /** @throws LintelError about the input; it concerns no other one */
  prepare(input: InputOf<Id>, limits: InputLimits): Promise<PreparedInput<Id>>;
  /**
   * What drift records, with the features of the model's drift reference.
   * @param input that was answered
   */
  observe(input: InputOf<Id>, answer: AnswerOf<Id>): Observed;
}

/** How examples are sent as named columns, one value an example, instead of tensors. */
export interface ColumnInputs<Id extends TaskId> {
  /** The columns of an example; others are refused. */
  names(manifest: ManifestOf<Id>): readonly string[];
  /** @param values of one example, by column; a column that was not sent is absent */
  inputOf(values: Readonly<Record<string, Cell>>): InputOf<Id>;
}

/** The serving half of a task: from an input to tensors, and from tensors to an answer. */
export interface ServedTask<Id extends TaskId> {
  readonly id: Id;
  /** @throws LintelError MODEL_INVALID if the manifest contradicts itself or a side file is broken */
  open(model: Pick<StoredModel<Id>, 'manifest' | 'sideFiles'>): OpenedTask<Id>;
  /** Bytes that an input takes in memory while it waits. */
  bytesOf(input: InputOf<Id>): number;
  summarise(answer: AnswerOf<Id>): AnswerSummary;
  /** Absent if examples are sent as tensors only. */
  readonly columns?: ColumnInputs<Id>;
  /**
   * As `summarise`, of the outputs of several examples.
   * @returns null for an answer that is not finite
   */
  summariseOutputs(outputs: TensorBatch, size: number, manifest: ManifestOf<Id>): (AnswerSummary | null)[];
  /** Whether two models give the same answer to one input. */
  agrees(one: AnswerSummary, other: AnswerSummary): boolean;
}
