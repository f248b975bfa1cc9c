import { TEXT_RECIPES } from '@lintel/contracts';
import { Option } from 'commander';
import { columnNames } from '../../option-values';
import { TABLE_FILE } from '../tabular/table-file';
import { type TaskCommands } from '../task-commands';
import type * as Work from './text-work';

/** `lintel train`, `evaluate` and `predict` for models of texts. */
export const textClassification: TaskCommands = {
  tasks: ['text-classification'],
  trained: 'a classifier of texts',
  examples: 'texts',
  recipes: TEXT_RECIPES,
  help: {
    data: 'texts: a column of a table, FILE.csv or FILE.csv.gz',
    recipes:
      'texts: linear, weights of words, pairs of words and parts of words (default); cnn or gru, small networks over the words',
    files: 'for texts CSV, or a text whose name ends in .txt',
    examples: {
      train: ['lintel train --data tickets.csv --text subject,body --target queue --out model'],
      predict: ['lintel predict --model model letter.txt'],
    },
  },
  options: {
    train: () => [
      new Option(
        '--text <columns>',
        'classify texts: the columns that hold them, separated by commas; several are joined',
      ).argParser(columnNames),
      new Option(
        '--separator <text>',
        "texts: what stands between several labels in one cell of the target, or none (default: by the cells; ';' or '|')",
      ),
      new Option(
        '--labels <names>',
        'texts: the labels to learn, separated as in the cells (default: those of ten texts at least)',
      ),
      new Option(
        '--positive <value>',
        'class of the target whose probability is predicted, of two; for texts all other values become the other class',
      ),
      new Option('--negative <value>', 'texts: the value of the target that all others are the opposite of'),
    ],
  },
  // A model of texts is fitted to all texts unless some are held out on purpose.
  holdsOut: false,
  accepts: (options) => 'text' in options,
  record: TABLE_FILE,
  /* eslint-disable-next-line @typescript-eslint/no-require-imports -- a command loads what it needs */
  load: () => (require('./text-work') as typeof Work).textWork,
};
