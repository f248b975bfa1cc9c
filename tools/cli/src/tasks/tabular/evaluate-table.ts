import { type OptionalMetric } from '@lintel/contracts';
import { evaluateTable } from '@lintel/core-ml/tables';
import { type CommandContext } from '../../command-context';
import { counted, table } from '../../terminal/wording';
import { describeMetrics } from '../../commands/describe-metrics';
import { type EvaluateOptions } from '../task-commands';
import { reportMetrics } from '../../commands/metrics';
import { readTableFile } from '../../tables/table-files';
import { type TableModel } from './table-model';

export interface EvaluateTableOptions extends EvaluateOptions {
  /** Further metrics. */
  readonly metric?: readonly OptionalMetric[];
}

/** Seed of the bootstrap intervals, so that the same file gives the same intervals. */
const SEED = 1;

/** Measures a model on the rows of a table, as it would serve. */
export async function evaluateTableModel(
  model: TableModel,
  { data, metric }: EvaluateTableOptions,
  { terminal, signal }: CommandContext,
): Promise<void> {
  const { name, task } = model.manifest;
  const { report, unseen, withoutTarget } = await evaluateTable(model, await readTableFile(data), {
    seed: SEED,
    optional: metric,
    signal,
  });
  if (withoutTarget > 0) terminal.say(`${counted(withoutTarget)} rows without a target were left out`);
  for (const { column, value, rows } of unseen) {
    terminal.say(`warning: training has not seen the value "${value}" of "${column}" (${counted(rows)} rows)`);
  }
  const { examples } = report;
  terminal.result(
    { command: 'evaluate', name, task, examples, withoutTarget, metrics: reportMetrics(report), unseen },
    [
      `Measured on ${counted(examples)} rows.`,
      '',
      table(['metric', 'value', '95% interval'], describeMetrics(report)),
    ].join('\n'),
  );
}
