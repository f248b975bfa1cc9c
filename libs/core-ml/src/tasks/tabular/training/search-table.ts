import { createHash } from 'node:crypto';
import {
  createRandom,
  LintelError,
  type SearchConfiguration,
  type SearchState,
  type SearchSummary,
  type SearchTrial,
  type TableRecipe,
} from '@lintel/contracts';
import { ModelDirectory } from '../../../export/model-directory';
import { bestTrial, type PlannedTrial, type SearchPlan } from '../../../search/next-trial';
import { runSearch, secondsOf } from '../../../search/run-search';
import { type Fold } from '../../../tables/splits';
import { takeRows } from '../../../tables/table';
import { encodeRows } from '../encode-rows';
import { measuresOf } from './measure-table';
import { foldsOf, readTableData, type TableData, takePlaces, takeTarget } from './table-data';
import { fitRecipe, predictFitted } from './table-recipes';
import { RECIPE, tableSearchSpace } from './table-search-space';
import { type ChosenBySearch, type TrainTableRequest } from './train-table';

export interface SearchTableRequest extends Pick<
  TrainTableRequest,
  'table' | 'schema' | 'task' | 'recipe' | 'positive' | 'out' | 'overwrite' | 'seed' | 'signal'
> {
  /** Seconds of all trials together. */
  readonly budget: number;
  /** Most configurations. Default: no limit. */
  readonly configurations?: number | undefined;
  /** Of a search that was stopped. Default: a new search. */
  readonly state?: SearchState | undefined;
  /** Receives the state after each trial, to store it. */
  readonly onTrial?:
    ((state: SearchState, trial: SearchTrial, summary: TableSearchMetric) => Promise<void>) | undefined;
}

export type TableSearchMetric = Pick<SearchSummary, 'metric' | 'better'>;
export type SearchedTable = Omit<ChosenBySearch, 'test'> & { readonly state: SearchState };

/** With fewer rows than this, one validation part is too small to tell configurations apart. */
const FEW_ROWS = 5_000;
const FOLDS = 5;
/** Of many rows a quarter is the validation part. */
const PARTS = 4;
const LEVELS = [1 / 9, 1 / 3, 1];
/** Fewer rows than this say little about a fit to all of them. */
const LEAST_ROWS = 1_000;

/**
 * Searches for the recipe and the settings that answer validation rows of the table best. The rows of few-row tables
 * are cross-validated; of larger ones a quarter is the validation part (the latest, if the schema names a time).
 * @param request `table` without the rows that test the model
 * @throws LintelError as `trainTable`; CHECKPOINT_INVALID if the state is that of another search; the signal's reason
 */
export async function searchTable(request: SearchTableRequest): Promise<SearchedTable> {
  const { seed, signal, budget, configurations, onTrial, task, positive } = request;
  const recipes: readonly TableRecipe[] = request.recipe === undefined ? ['trees', 'linear'] : [request.recipe];
  const { space, defaults } = tableSearchSpace(recipes);
  const kind = task === undefined ? undefined : task === 'tabular-regression' ? 'values' : 'classes';
  const data = readTableData(request.table, request.schema, { kind, positive });
  const folds = data.table.rows < FEW_ROWS ? foldsOf(data, FOLDS, seed) : foldsOf(data, PARTS, seed).slice(-1);
  const smallest = Math.min(...folds.map(({ train }) => train.length));
  const levels = LEVELS.filter((share) => share === 1 || share * smallest >= LEAST_ROWS);
  const metric = metricOf(data);
  const plan: SearchPlan = { space, defaults, levels, better: metric.better, seed, configurations };
  const key = createHash('sha256')
    .update(JSON.stringify([space, levels, seed, data.contentHash, data.schema, kind, positive]))
    .digest('hex');
  const state = request.state ?? { formatVersion: 1, key, trials: [] };
  if (state.key !== key) throw otherSearch();

  // A search of hours must not end at a folder that cannot be written.
  const directory = new ModelDirectory(request.out);
  const release = await directory.lock();
  try {
    await directory.prepare(request.overwrite ?? false);
    const found = await runSearch({
      plan,
      state,
      budget,
      signal,
      fit: (trial, within) => scoreTrial(trial, data, folds, metric.metric, seed, within),
      onTrial: (now, trial) => onTrial?.(now, trial, metric),
    });
    const { trials } = found.state;
    const { best } = found;
    const ofDefaults = trials.filter(({ number }) => number < defaults.length);
    const summary: SearchSummary = {
      configurations: new Set(trials.map(({ number }) => number)).size,
      trials: trials.length,
      failed: trials.filter(({ error }) => error !== null).length,
      seconds: secondsOf(trials),
      ...metric,
      score: best.score!,
      defaultScore: bestTrial(ofDefaults, metric.better)?.score ?? null,
      configuration: best.configuration,
    };
    return { ...recipeOf(best.configuration), summary, state: found.state };
  } finally {
    await directory.discardWork();
    await release();
  }
}

function recipeOf(configuration: SearchConfiguration): { recipe: TableRecipe; settings: SearchConfiguration } {
  const { [RECIPE]: recipe, ...settings } = configuration;
  return { recipe: recipe as TableRecipe, settings };
}

/** The metric by which recipes are compared without a search, too. */
const metricOf = ({ target }: TableData): TableSearchMetric =>
  target.kind === 'values'
    ? { metric: 'rmse', better: 'lower' }
    : { metric: target.classNames.length === 2 ? 'auc' : 'accuracy', better: 'higher' };

/** Mean over the folds of the metric of their validation rows. */
async function scoreTrial(
  { configuration, resource }: PlannedTrial,
  data: TableData,
  folds: readonly Fold[],
  metric: string,
  seed: number,
  signal: AbortSignal,
): Promise<number> {
  const { recipe, settings } = recipeOf(configuration);
  let sum = 0;
  for (const { train, test } of folds) {
    signal.throwIfAborted();
    const rows = shareOf(train, resource, seed);
    const fitted = await fitRecipe(recipe, {
      table: takeRows(data.table, rows),
      schema: data.schema,
      target: takeTarget(data.target, rows),
      ...takePlaces(data, rows),
      seed,
      settings,
      signal,
    });
    const answers = predictFitted(fitted, encodeRows(takeRows(data.table, test), fitted.preprocessing));
    const every = Int32Array.from(test, (_, at) => at);
    sum += measuresOf(answers, takeTarget(data.target, test))[metric]!(every);
  }
  return sum / folds.length;
}

/** A larger share contains every smaller one. */
function shareOf(rows: Int32Array, share: number, seed: number): Int32Array {
  if (share === 1) return rows;
  const order = createRandom(seed, 'search', 'rows').shuffle(rows.slice());
  return order.slice(0, Math.ceil(share * rows.length)).sort();
}

const otherSearch = (): LintelError =>
  new LintelError('CHECKPOINT_INVALID', {
    problem: 'The stored search is not one of these data and options.',
    expected: 'the same table, columns, recipe and seed',
    received: 'others',
    cure: 'Resume with the options that the search was started with, or start a new one.',
  });
