import { OPTIONAL_METRICS, TABLE_RECIPES } from '@lintel/contracts';
import { Option } from 'commander';
import { columnNames, seconds, wholeNumber } from '../../option-values';
import { isTableFile } from '../../tables/is-table-file';
import { type TaskCommands } from '../task-commands';
import { TABLE_FILE } from './table-file';
import type * as Work from './tabular-work';

/** `lintel train`, `evaluate` and `predict` for models of tables, which answer with a class or a value. */
export const tabular: TaskCommands = {
  tasks: ['tabular-classification', 'tabular-regression'],
  trained: 'a table',
  examples: 'rows',
  recipes: TABLE_RECIPES,
  help: {
    data: 'a table: FILE.csv, FILE.csv.gz',
    recipes: 'tables: trees, linear, scorecard or mlp, a small network (default: trees and linear are compared)',
    files: 'for a table model CSV',
    examples: {
      train: [
        'lintel train --data loans.csv --target default --positive yes --out model',
        'lintel train --data loans.csv --schema schema.json --out model',
        'lintel train --data loans.csv --target default --search 10m --out model',
      ],
    },
  },
  options: {
    train: () => [
      new Option('--schema <file>', 'what the columns of the table mean, as `lintel tables describe` writes it (JSON)'),
      new Option('--ignore <columns>', 'columns that the model must not see, separated by commas').argParser(
        columnNames,
      ),
      new Option('--positive <value>', 'class of the target whose probability is predicted, of two'),
      new Option(
        '--search <time>',
        'tables: time in which the recipe and its settings are searched for, such as 90s, 10m or 2h (default: none)',
      ).argParser(seconds),
      new Option('--trials <n>', 'most configurations that --search tries').argParser(wholeNumber(1, 100_000)),
      metricOption(),
    ],
    evaluate: () => [metricOption()],
  },
  // A model of a table is fitted to all rows unless some are held out on purpose.
  holdsOut: false,
  accepts: (options) => isTableFile(options.data) && !('text' in options),
  record: TABLE_FILE,
  /* eslint-disable-next-line @typescript-eslint/no-require-imports -- a command loads what it needs */
  load: () => (require('./tabular-work') as typeof Work).tabularWork,
};

const metricOption = (): Option =>
  new Option(
    '--metric <names...>',
    'tables: further metrics; nasaScore rates a predicted remaining life (PHM 2008), late answers worse than early ones',
  ).choices(OPTIONAL_METRICS);
