import { type StoredModel } from '@lintel/core-ml';
import { evaluateAnomalies } from '@lintel/core-ml/series';
import { type CommandContext } from '../../command-context';
import { LEARNED } from '../series/describe-baselines';
import { aboutGaps, sayGaps } from '../series/gaps';
import { readSeriesData } from '../series/series-data';
import { type EvaluateOptions } from '../task-commands';
import { aboutAnomalies, describeAnomalyReport } from './describe-anomaly';

/** Seed of the bootstrap intervals, so that the same file gives the same intervals. */
const SEED = 1;

/** Scores every row of series, and measures how well known anomalies are found. */
export async function evaluateAnomalyModel(
  model: StoredModel<'time-series-anomaly'>,
  { data }: EvaluateOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal, signal } = context;
  const { name, task, preprocessing } = model.manifest;
  const { table } = await readSeriesData(data, preprocessing.time.column);
  const { report, read, learned } = await evaluateAnomalies(model, table, { seed: SEED, whole: true, signal });
  sayGaps(read, context);
  if (learned) {
    terminal.say(LEARNED);
  }
  terminal.result(
    { command: 'evaluate', name, task, ...aboutAnomalies(report), learned, ...aboutGaps(read) },
    describeAnomalyReport(report).join('\n'),
  );
}
