import { describeFigure, type JobSearch, LintelError, type SearchState, TABLE_METRICS } from '@lintel/contracts';
import { type SearchedTable, searchTable, secondsOf } from '@lintel/core-ml/tables';
import { stageOnly, type JobContext } from '../../job-context';
import { type RowTraining } from '../rows/row-job-data';
import { type TrainableTable } from './trainable-table';

/** The search takes this share of the training's progress. */
export const SHARE_OF_SEARCH = 0.7;

/** Every trial is written with all before it, and shown in one table. */
const MOST_CONFIGURATIONS = 500;

type OnTrial = NonNullable<Parameters<typeof searchTable>[0]['onTrial']>;

export interface SearchSettingsRequest extends Pick<
  RowTraining,
  'parameters' | 'out' | 'table' | 'schema' | 'progress'
> {
  readonly recipe: TrainableTable['recipe'];
  readonly seed: number;
}

/**
 * Searches for the recipe and the settings of a model within the minutes that the job allows. Every trial is stored with
 * the job at once, so another attempt, or a job that repeats this one, continues after it.
 * @throws LintelError as `searchTable`
 */
export async function searchSettings(
  model: TrainableTable,
  { parameters, out, table, schema, recipe, seed, progress }: SearchSettingsRequest,
  context: JobContext,
): Promise<SearchedTable> {
  const { job, platform, signal, log, report } = context;
  const budget = parameters.searchMinutes! * 60;
  const request = {
    ...{ table, schema, task: model.task, recipe, positive: model.positive, out: out.path, overwrite: true, seed },
    ...{ budget, configurations: parameters.searchTrials ?? MOST_CONFIGURATIONS, signal },
  };
  const onTrial: OnTrial = async (state, trial, { metric, better }) => {
    const figure = { key: metric, unit: TABLE_METRICS[metric]!.unit, better };
    await platform.jobs.saveSearch(job.id, { ...state, figure });
    const { configuration, score, error, number, resource } = trial;
    const result = score === null ? `failed: ${error}` : describeFigure({ ...figure, value: score });
    log(
      `configuration ${number} on ${Math.round(100 * resource)} % of the rows: ${result}; ${JSON.stringify(configuration)}`,
    );
    report(stageOnly('search', progress(SHARE_OF_SEARCH * Math.min(1, secondsOf(state.trials) / budget))));
  };
  const known = await earlierTrials(context);
  if (known !== null) {
    log(`the search continues after ${known.trials.length} trials`);
    try {
      return await searchTable({ ...request, state: known, onTrial });
    } catch (error) {
      if (!isOtherSearch(error)) throw error;
      log('the data have changed since, so the search starts anew');
    }
  }
  return searchTable({ ...request, onTrial });
}

/** The trials of this job's earlier attempts, or of the job that it repeats. */
async function earlierTrials({ job, platform }: JobContext): Promise<SearchState | null> {
  const own = (await platform.jobs.get(job.id)).search;
  if (own !== null) return stateOf(own);
  if (job.retryOf === null) return null;
  const { search } = await platform.jobs.get(job.retryOf);
  return search && stateOf(search);
}

const stateOf = ({ formatVersion, key, trials }: JobSearch): SearchState => ({ formatVersion, key, trials });

const isOtherSearch = (error: unknown): boolean => error instanceof LintelError && error.code === 'CHECKPOINT_INVALID';
