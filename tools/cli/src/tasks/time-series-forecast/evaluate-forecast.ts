import { type OptionalMetric } from '@lintel/contracts';
import { type StoredModel } from '@lintel/core-ml';
import { evaluateForecast } from '@lintel/core-ml/series';
import { type CommandContext } from '../../command-context';
import { readTableFile } from '../../tables/table-files';
import { LEARNED } from '../series/describe-baselines';
import { aboutGaps, sayGaps } from '../series/gaps';
import { type EvaluateOptions } from '../task-commands';
import { aboutForecasts, describeForecasts } from './describe-forecast';

export interface EvaluateForecastOptions extends EvaluateOptions {
  /** Further metrics. */
  readonly metric?: readonly OptionalMetric[];
}

/** Seed of the bootstrap intervals, so that the same file gives the same intervals. */
const SEED = 1;

/** Forecasts every row of series with a known true value, and measures how well. */
export async function evaluateForecastModel(
  model: StoredModel<'time-series-forecast'>,
  { data, metric }: EvaluateForecastOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal, signal } = context;
  const { name, task } = model.manifest;
  const table = await readTableFile(data);
  const { report, read, learned } = await evaluateForecast(model, table, { seed: SEED, optional: metric, signal });
  sayGaps(read, context);
  if (learned) {
    terminal.say(LEARNED);
  }
  terminal.result(
    { command: 'evaluate', name, task, ...aboutForecasts(report), learned, ...aboutGaps(read) },
    describeForecasts(report).join('\n'),
  );
}
