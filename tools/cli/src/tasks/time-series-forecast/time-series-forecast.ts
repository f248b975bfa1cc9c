import { FORECAST_RECIPES, OPTIONAL_METRICS } from '@lintel/contracts';
import { Option } from 'commander';
import { columnNames, wholeNumber } from '../../option-values';
import { type TaskCommands } from '../task-commands';
import type * as Work from './forecast-work';

/** `lintel train`, `evaluate` and `predict` for forecasts of series. */
export const timeSeriesForecast: TaskCommands = {
  tasks: ['time-series-forecast'],
  trained: 'a forecast',
  examples: 'rows',
  recipes: FORECAST_RECIPES,
  help: {
    data: 'series: a CSV file with a column of times and columns of signals, with --task time-series-forecast',
    recipes:
      'series: window-trees (default), boosted trees over features of the window; gru and tcn, networks over its newest steps',
    files: 'for a forecast CSV with the newest rows of each series',
    examples: {
      train: [
        'lintel train --data plant.csv --task time-series-forecast --time time --target load --horizon 4 --out model',
      ],
      predict: ['lintel predict --model model newest.csv'],
    },
  },
  options: {
    train: () => [
      new Option('--series <column>', 'series: column that says which series a row belongs to (default: one series)'),
      new Option(
        '--horizon <steps>',
        'series: steps from the newest row to the forecast; 0 predicts a column of the row itself that is known only later (default: 1)',
      ).argParser(wholeNumber(0, 100_000)),
      new Option('--ignore <columns>', 'columns that the model must not see, separated by commas').argParser(
        columnNames,
      ),
      metricOption(),
    ],
    evaluate: () => [metricOption()],
  },
  holdsOut: false,
  accepts: (options) => 'horizon' in options && options.horizon !== undefined,
  record: null,
  /* eslint-disable-next-line @typescript-eslint/no-require-imports -- a command loads what it needs */
  load: () => (require('./forecast-work') as typeof Work).forecastWork,
};

const metricOption = (): Option =>
  new Option(
    '--metric <names...>',
    'tables: further metrics; nasaScore rates a predicted remaining life (PHM 2008), late answers worse than early ones',
  ).choices(OPTIONAL_METRICS);
