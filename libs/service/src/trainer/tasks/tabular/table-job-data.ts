import {
  describeFigure,
  LintelError,
  type RunningFigure,
  TABLE_RECIPES,
  type TableRecipe,
  taskContract,
  type TrainParameters,
} from '@lintel/contracts';
import { takeRows, type Table, trainTable } from '@lintel/core-ml/tables';
import { assembleTable } from './assemble-table';
import { stageOnly, type JobContext } from '../../job-context';
import { type JobData, type JobDataOptions } from '../../job-data';
import { judgeVersion } from '../../judge-version';
import { tableExamples, unknownRows } from './table-examples';
import { type TableTask, type TrainableTable } from './trainable-table';

/** Training is most of a job; the steps before and after it share the rest of the progress. */
const SHARE_BEFORE = 0.05;
const SHARE_OF_TRAINING = 0.85;

/** Opens the table of a model for a job. */
export async function openTableData(
  model: TrainableTable,
  options: JobDataOptions,
  context: JobContext,
): Promise<JobData> {
  const { job, codeCommit, signal, report, log } = context;
  const version = await assembleTable(model, options, context);
  const examples = await tableExamples(version, context);
  const { train, test, schema, gone } = examples;
  if (gone > 0) log(`${gone} labelled rows are left out: their subjects were erased`);
  return {
    version,
    async train(parameters, out) {
      log(
        `dataset version ${version.number} (${version.base.name}): ${train.rows} rows to train, ${test.rows} to test`,
      );
      // The figures of the recipe that was measured last.
      let figures: RunningFigure[] = [];
      const { manifest } = await trainTable({
        table: fewer(train, parameters.examples),
        schema,
        task: model.task,
        recipe: recipeOf(parameters) ?? model.recipe,
        positive: model.positive,
        name: model.name.slice(model.name.indexOf('.') + 1),
        source: version.base.name,
        out: out.path,
        overwrite: true,
        seed: parameters.seed ?? model.seed,
        provenance: { codeCommit, jobId: job.id, datasetVersionId: version.id },
        signal,
        onProgress: (what, done) =>
          report({ ...stageOnly('train', SHARE_BEFORE + SHARE_OF_TRAINING * shareOf(what, done)), figures }),
        onTrial(recipe, measured) {
          figures = taskContract(model.task)
            .headlines(measured)
            .map(({ key, unit, value }) => ({ key, unit, value }));
          log(`${recipe} by cross-validation: ${figures.map(describeFigure).join(', ')}`);
        },
      });
      log(`${manifest.architecture.name} was fitted in ${manifest.training.seconds.toFixed(1)} s`);
      return model;
    },
    canMeasure: () => test.rows > 0,
    judge: (judged) =>
      judgeVersion<TableTask>(
        model.task,
        judged,
        (champion) => unknownRows(examples, champion === null ? [judged.id] : [judged.id, champion], context),
        context,
      ),
    close: () => undefined,
  };
}

/** The cross-validations take most of the time, the fit to all rows the rest. */
const shareOf = (what: string, done: number): number => (what.startsWith('Fitting') ? 0.9 + 0.1 * done : 0.9 * done);

/** @throws LintelError INVALID_ARGUMENT if the job asks for what only networks have */
function recipeOf({ architecture }: TrainParameters): TableRecipe | undefined {
  const found = TABLE_RECIPES.find((recipe) => recipe === architecture);
  if (found !== undefined || architecture === undefined) return found;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `A model of tables cannot be trained as ${architecture}.`,
    expected: TABLE_RECIPES.join(', '),
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
