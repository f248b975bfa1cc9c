import { describeFigure, type RunningFigure, TABLE_RECIPES, taskContract } from '@lintel/contracts';
import { trainTable } from '@lintel/core-ml/tables';
import { stageOnly, type JobContext } from '../../job-context';
import { type JobData, type JobDataOptions } from '../../job-data';
import { judgeVersion } from '../../judge-version';
import { openRows, recipeOf, type RowWork, shareOfTraining } from '../rows/row-job-data';
import { searchSettings, SHARE_OF_SEARCH } from './search-settings';
import { tableKind } from './table-kind';
import { type TableTask, type TrainableTable } from './trainable-table';

/** Opens the table of a model for a job. */
export function openTableData(model: TrainableTable, options: JobDataOptions, context: JobContext): Promise<JobData> {
  return openRows(model, tableKind(model), tableWork(model, context), options, context);
}

const tableWork = (model: TrainableTable, context: JobContext): RowWork => ({
  async train({ parameters, out, table, test, schema, version, progress }) {
    const { job, codeCommit, signal, report, log } = context;
    // The figures of the recipe that was measured last.
    let figures: RunningFigure[] = [];
    const recipe = recipeOf(parameters, TABLE_RECIPES, 'tables') ?? model.recipe;
    const seed = parameters.seed ?? model.seed;
    const found =
      parameters.searchMinutes === undefined
        ? null
        : await searchSettings(model, { parameters, out, table, schema, recipe, seed, progress }, context);
    // What the search has taken of the progress.
    const before = found === null ? 0 : SHARE_OF_SEARCH;
    const { manifest } = await trainTable({
      ...(found === null ? {} : { search: { ...found, test } }),
      ...{ recipe: found?.recipe ?? recipe, seed },
      ...{ table, schema, task: model.task, positive: model.positive, out: out.path, overwrite: true, signal },
      name: model.name.slice(model.name.indexOf('.') + 1),
      source: version.base.name,
      provenance: { codeCommit, jobId: job.id, datasetVersionId: version.id },
      onProgress: (what, done) =>
        report({ ...stageOnly('train', progress(before + (1 - before) * shareOfTraining(what, done))), figures }),
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
  judge: (version, rowsFor) => judgeVersion<TableTask>(model.task, version, rowsFor, context),
});
