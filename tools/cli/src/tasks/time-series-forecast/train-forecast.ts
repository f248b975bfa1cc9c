import { basename, resolve } from 'node:path';
import { type ForecastRecipe, type OptionalMetric } from '@lintel/contracts';
import { describeWindows, trainForecast, windowLength } from '@lintel/core-ml/series';
import { type CommandContext } from '../../command-context';
import { readTableFile } from '../../tables/table-files';
import { bar, counted, duration } from '../../terminal/wording';
import { aboutGaps, sayGaps } from '../series/gaps';
import { requiredColumn } from '../series/required-column';
import { type TrainOptions } from '../task-commands';
import { aboutForecasts, describeForecasts } from './describe-forecast';

export interface TrainForecastOptions extends TrainOptions {
  readonly recipe?: ForecastRecipe;
  readonly target?: string;
  readonly time?: string;
  readonly series?: string;
  readonly horizon?: number;
  readonly ignore?: readonly string[];
  /** Further metrics to measure. */
  readonly metric?: readonly OptionalMetric[];
}

/** Reads series, says what is missing in them, and trains, evaluates and exports a forecaster. */
export async function trainForecastModel(options: TrainForecastOptions, context: CommandContext): Promise<void> {
  const { terminal, signal } = context;
  const began = performance.now();
  const { data, out, seed, overwrite, series, horizon, ignore, recipe = 'window-trees' } = options;
  const table = await readTableFile(data);
  const [time, target] = [
    requiredColumn(options.time, '--time', table.columns),
    requiredColumn(options.target, '--target', table.columns),
  ];
  const { preprocessing, leftOut } = describeWindows(table, {
    ...{ time, target, series, horizon, ignore },
    view: recipe === 'window-trees' ? 'summaries' : 'sequence',
  });
  const { signals, step, features } = preprocessing;
  const unit = preprocessing.time.format === 'iso' ? ' seconds' : '';
  terminal.say(`${data}: ${counted(table.rows)} rows, a step of ${step}${unit}, ${counted(signals.length)} signals`);
  if (leftOut.length > 0) {
    terminal.say(`Left out: ${leftOut.map(({ column, reason }) => `${column} (${reason})`).join('; ')}`);
  }
  terminal.say(`${counted(features.length)} features of the newest ${counted(windowLength(preprocessing))} steps`);
  const { directory, manifest, read } = await trainForecast({
    ...{ table, recipe, preprocessing, out, overwrite, seed, signal, optional: options.metric },
    name: options.name ?? basename(resolve(out)),
    source: basename(data),
    onProgress: (what, done) => terminal.progress(`${what} ${bar(done)}`),
  });
  sayGaps(read, context);
  const { name, task, architecture, training, evaluation, onnx } = manifest;
  const seconds = (performance.now() - began) / 1000;
  terminal.result(
    {
      ...{ command: 'train', directory, name, task, recipe: architecture.name, parameters: architecture.parameters },
      ...aboutForecasts(evaluation!),
      ...{ series: read.series.length, signals, step, features: features.length, leftOut, ...aboutGaps(read) },
      ...{ trainingSeconds: training.seconds, seconds, parity: onnx.parity },
    },
    [
      `Trained ${architecture.name} in ${duration(seconds)}.`,
      '',
      ...describeForecasts(evaluation!),
      '',
      `Next: npx lintel predict --model ${directory} FILE.csv`,
    ].join('\n'),
  );
}
