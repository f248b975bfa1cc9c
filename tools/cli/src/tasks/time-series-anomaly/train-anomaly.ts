import { basename, resolve } from 'node:path';
import { type AnomalyRecipe } from '@lintel/contracts';
import { describeAnomalies, trainAnomalies, windowLength } from '@lintel/core-ml/series';
import { type CommandContext } from '../../command-context';
import { bar, counted, duration } from '../../terminal/wording';
import { aboutGaps, sayGaps } from '../series/gaps';
import { requiredColumn } from '../series/required-column';
import { readSeriesData } from '../series/series-data';
import { type TrainOptions } from '../task-commands';
import { aboutAnomalies, describeAnomalyReport } from './describe-anomaly';

export interface TrainAnomalyOptions extends TrainOptions {
  readonly recipe?: AnomalyRecipe;
  /** The column that says which rows are known anomalies. */
  readonly target?: string;
  readonly time?: string;
  readonly series?: string;
  readonly ignore?: readonly string[];
  readonly falseAlarms?: number;
  readonly quiet?: number;
}

/** Reads series, says what is missing in them, and trains, evaluates and exports a detector of anomalies. */
export async function trainAnomalyModel(options: TrainAnomalyOptions, context: CommandContext): Promise<void> {
  const { terminal, signal } = context;
  const began = performance.now();
  const { data, out, seed, overwrite, ignore, falseAlarms, quiet, recipe = 'novelty' } = options;
  const { table, folder } = await readSeriesData(data, options.time);
  const time = requiredColumn(options.time, '--time', table.columns);
  const { preprocessing, leftOut } = describeAnomalies(table, {
    ...{ time, ignore, recipe },
    series: options.series ?? folder?.series,
    anomalies: options.target ?? folder?.anomalies ?? undefined,
  });
  const { signals, step, features } = preprocessing;
  const unit = preprocessing.time.format === 'iso' ? ' seconds' : '';
  const steps =
    step === null ? 'each row is a step, because series differ in theirs or times repeat' : `a step of ${step}${unit}`;
  terminal.say(`${data}: ${counted(table.rows)} rows, ${steps}, ${counted(signals.length)} signals`);
  if (leftOut.length > 0) {
    terminal.say(`Left out: ${leftOut.map(({ column, reason }) => `${column} (${reason})`).join('; ')}`);
  }
  terminal.say(`${counted(features.length)} features of the newest ${counted(windowLength(preprocessing))} steps`);
  const { directory, manifest, read } = await trainAnomalies({
    ...{ table, recipe, preprocessing, out, overwrite, seed, signal, falseAlarms, quiet },
    name: options.name ?? basename(resolve(out)),
    source: basename(resolve(data)),
    onProgress: (what, done) => terminal.progress(`${what} ${bar(done)}`),
  });
  sayGaps(read, context);
  const { name, task, architecture, training, evaluation, onnx, reading } = manifest;
  const seconds = (performance.now() - began) / 1000;
  terminal.result(
    {
      ...{ command: 'train', directory, name, task, recipe: architecture.name, parameters: architecture.parameters },
      ...aboutAnomalies(evaluation!),
      ...{ ...reading, series: read.series.length, signals, step, features: features.length, leftOut },
      ...{ ...aboutGaps(read), trainingSeconds: training.seconds, seconds, parity: onnx.parity },
    },
    [
      `Trained ${architecture.name} in ${duration(seconds)}.`,
      '',
      ...describeAnomalyReport(evaluation!),
      '',
      `Next: npx lintel predict --model ${directory} FILE.csv`,
    ].join('\n'),
  );
}
