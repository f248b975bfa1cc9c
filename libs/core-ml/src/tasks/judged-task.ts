import {
  type ComparisonOf,
  type GatePolicyOf,
  type GateReport,
  type ManifestOf,
  type Message,
  type TaskId,
} from '@lintel/contracts';
import { type Table } from '../tables/table';
import { type StoredModel } from '../inference/load-model-directory';
import { type PrepareTestPictures } from './image-classification/training/test-pictures';
import { type TestInteractions } from './recommendation/training/evaluate-recommender';
import { type PrepareSearches } from './image-embedding/training/searches';

/** The test examples of each task, as they are before a model's own preprocessing. */
export interface TestExamples {
  'image-classification': PrepareTestPictures;
  'image-embedding': PrepareSearches;
  /** Rows with their target, to which neither model was fitted. */
  'tabular-classification': Table;
  'tabular-regression': Table;
  /** Interactions that neither model was fitted to, best of other users. */
  recommendation: TestInteractions;
  'text-classification': Table;
  /** Rows of series with the target, to which neither model was fitted. */
  'time-series-forecast': Table;
  /** Rows of series to which neither model was fitted, best with known anomalies. */
  'time-series-anomaly': Table;
}

/** The evaluation of a model for one task. */
export type ReportOf<Id extends TaskId> = NonNullable<ManifestOf<Id>['evaluation']>;

export interface AssessRequest<Id extends TaskId> {
  readonly candidate: StoredModel<Id>;
  readonly champion: StoredModel<Id> | null;
  readonly examples: TestExamples[Id];
  readonly signal?: AbortSignal | undefined;
}

/** A candidate, measured on test examples, and beside it the champion on the same ones. */
export interface Assessment<Id extends TaskId> {
  readonly evaluation: ReportOf<Id>;
  /** Content hash of the examples. */
  readonly testSetHash: string;
  /** Null if there is no champion. */
  readonly rival: { readonly testSetHash: string; readonly comparison: ComparisonOf<Id> } | null;
}

/** How models of a task are measured, compared and judged. */
export interface JudgedTask<Id extends TaskId> {
  /**
   * Measures candidate and champion on the same examples, each with its own preprocessing.
   * @throws LintelError SHAPE_MISMATCH if the examples of both are not the same; errors of the examples
   */
  assess(request: AssessRequest<Id>): Promise<Assessment<Id>>;
  /**
   * The gates that only this task has.
   * @param comparison with the champion; null if there is none on the same examples
   */
  gates(
    evaluation: ReportOf<Id> | null,
    comparison: ComparisonOf<Id> | null,
    policy: GatePolicyOf<Id>,
  ): GateReport['gates'];
  /** What a person should know of the comparison beside the gain. */
  remarks(comparison: ComparisonOf<Id>): Message[];
}
