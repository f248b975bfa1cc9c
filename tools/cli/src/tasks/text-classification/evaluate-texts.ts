import { type StoredModel } from '@lintel/core-ml';
import { describeTextClasses, evaluateTexts } from '@lintel/core-ml/tables';
import { type CommandContext } from '../../command-context';
import { counted, table } from '../../terminal/wording';
import { describeMetrics } from '../../commands/describe-metrics';
import { reportMetrics } from '../../commands/metrics';
import { readTableFile } from '../../tables/table-files';

/** Seed of the bootstrap intervals, so that the same file gives the same intervals. */
const SEED = 1;

/** Measures a model on the texts of a table, as it would serve. */
export async function evaluateTextModel(
  model: StoredModel<'text-classification'>,
  { data }: { readonly data: string },
  { terminal, signal }: CommandContext,
): Promise<void> {
  const { name, task } = model.manifest;
  const { report, leftOut } = await evaluateTexts(model, await readTableFile(data), { seed: SEED, signal });
  const { withoutText, withoutTarget } = leftOut;
  if (withoutText > 0) terminal.say(`${counted(withoutText)} rows without words were left out`);
  if (withoutTarget > 0) terminal.say(`${counted(withoutTarget)} rows without a target were left out`);
  const { examples, classes } = report;
  const { header, rows } = describeTextClasses(report);
  terminal.result(
    { command: 'evaluate', name, task, examples, leftOut, metrics: reportMetrics(report), classes },
    [
      `Measured on ${counted(examples)} texts.`,
      '',
      table(['metric', 'value', '95% interval'], describeMetrics(report)),
      '',
      table(header, rows),
    ].join('\n'),
  );
}
