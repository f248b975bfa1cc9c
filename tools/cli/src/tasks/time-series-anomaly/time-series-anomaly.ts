import { ANOMALY_RECIPES } from '@lintel/contracts';
import { Option } from 'commander';
import { columnNames, positiveShare, wholeNumber } from '../../option-values';
import { type TaskCommands } from '../task-commands';
import type * as Work from './anomaly-work';

/** `lintel train`, `evaluate` and `predict` for detectors of anomalies in series. */
export const timeSeriesAnomaly: TaskCommands = {
  tasks: ['time-series-anomaly'],
  trained: 'a detector of anomalies in series',
  examples: 'rows',
  recipes: ANOMALY_RECIPES,
  help: {
    data: 'anomalies in series: a CSV file with a column of times and columns of signals, or a folder of such files, with --task time-series-anomaly',
    recipes:
      'anomalies in series: novelty (default), robust-limits, window-distance, or residual of a forecast by boosted trees',
    files: 'for anomalies in series CSV',
    examples: {
      train: ['lintel train --data pump.csv --task time-series-anomaly --time time --out model'],
      predict: ['lintel predict --model model newest.csv'],
    },
  },
  options: {
    train: () => [
      new Option('--series <column>', 'series: column that says which series a row belongs to (default: one series)'),
      new Option('--ignore <columns>', 'columns that the model must not see, separated by commas').argParser(
        columnNames,
      ),
      new Option(
        '--false-alarms <share>',
        'anomalies in series: share of usual rows that may be called anomalies (default: 0.002)',
      ).argParser(positiveShare),
      new Option(
        '--quiet <steps>',
        'anomalies in series: steps after an alarm in which only a worse anomaly raises another one (default: 500)',
      ).argParser(wholeNumber(0, 1_000_000)),
    ],
  },
  holdsOut: false,
  accepts: (options) => 'falseAlarms' in options || 'quiet' in options,
  record: null,
  /* eslint-disable-next-line @typescript-eslint/no-require-imports -- a command loads what it needs */
  load: () => (require('./anomaly-work') as typeof Work).anomalyWork,
};
