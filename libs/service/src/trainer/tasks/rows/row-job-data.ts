import {
  type DatasetVersion,
  LintelError,
  type ModelVersion,
  type TrainParameters,
  type GateReport,
} from '@lintel/contracts';
import { takeRows, type Table } from '@lintel/core-ml/tables';
import { type ModelDirectory } from '@lintel/core-ml/training';
import { type JobContext } from '../../job-context';
import { type CardTexts, type JobData, type JobDataOptions } from '../../job-data';
import { assembleRows } from './assemble-rows';
import { type RowExamples, rowExamples, unknownRows } from './row-examples';
import { type RowKind } from './row-kind';
import { type RowModel } from './row-model';

/** What a task does with rows in a job. */
export interface RowWork {
  /** Trains a model into the folder. @returns the texts of its card */
  train(request: RowTraining): Promise<CardTexts>;
  /** Compares a version with the champion. @param rowsFor the rows that neither of both was fitted to */
  judge(version: ModelVersion, rowsFor: (championId: string | null) => Promise<Table>): Promise<GateReport>;
}

export interface RowTraining {
  readonly parameters: TrainParameters;
  readonly out: ModelDirectory;
  readonly table: Table;
  /** Rows that only measure models. */
  readonly test: Table;
  readonly schema: RowExamples['schema'];
  readonly version: DatasetVersion;
  /** @param done share of the training, in [0, 1] */
  readonly progress: (done: number) => number;
}

/** Training is most of a job; the steps before and after it share the rest of the progress. */
const SHARE_BEFORE = 0.05;
const SHARE_OF_TRAINING = 0.85;

/** Opens the rows of a model for a job. */
export async function openRows(
  model: RowModel,
  kind: RowKind,
  work: RowWork,
  options: JobDataOptions,
  context: JobContext,
): Promise<JobData> {
  const { log } = context;
  const version = await assembleRows(model, kind, options, context);
  const examples = await rowExamples(version, context, kind);
  const { train, test, schema, gone } = examples;
  if (gone > 0) log(`${gone} labelled rows are left out: their subjects were erased`);
  return {
    version,
    train(parameters, out) {
      log(
        `dataset version ${version.number} (${version.base.name}): ${train.rows} rows to train, ${test.rows} to test`,
      );
      const table = fewer(train, parameters.examples);
      const progress = (done: number): number => SHARE_BEFORE + SHARE_OF_TRAINING * done;
      return work.train({ parameters, out, table, test, schema, version, progress });
    },
    canMeasure: () => test.rows > 0,
    judge: (judged) =>
      work.judge(judged, (champion) =>
        unknownRows(examples, champion === null ? [judged.id] : [judged.id, champion], context, kind),
      ),
    close: () => undefined,
  };
}

/** The cross-validations take most of the time, the fit to all rows the rest. */
export const shareOfTraining = (what: string, done: number): number =>
  what.startsWith('Fitting') ? 0.9 + 0.1 * done : 0.9 * done;

/**
 * The recipe that a job asks for.
 * @throws LintelError INVALID_ARGUMENT if the task has no such recipe
 */
export function recipeOf<Recipe extends string>(
  { architecture }: TrainParameters,
  recipes: readonly Recipe[],
  what: string,
): Recipe | undefined {
  const found = recipes.find((recipe) => recipe === architecture);
  if (found !== undefined || architecture === undefined) return found;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `A model of ${what} cannot be trained as ${architecture}.`,
    expected: recipes.join(', '),
    received: architecture,
    cure: 'Choose one of these recipes, or none.',
  });
}

/** At most that many rows, evenly spread. */
function fewer(table: Table, most: number | undefined): Table {
  if (most === undefined || most >= table.rows) return table;
  return takeRows(
    table,
    Int32Array.from({ length: most }, (_, at) => Math.floor((at * table.rows) / most)),
  );
}
