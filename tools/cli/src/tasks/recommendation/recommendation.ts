import { INTERACTION_SPLITS, RECOMMENDATION_RECIPES } from '@lintel/contracts';
import { Option } from 'commander';
import { columnNames, eventWeights, share, wholeNumber } from '../../option-values';
import { type TaskCommands } from '../task-commands';
import { isInteractionFile } from './is-interaction-file';
import type * as Work from './recommendation-work';

/** `lintel train`, `evaluate` and `predict` for recommenders. */
export const recommendation: TaskCommands = {
  tasks: ['recommendation'],
  trained: 'a recommender',
  examples: 'interactions',
  recipes: RECOMMENDATION_RECIPES,
  help: {
    data: 'interactions: a CSV file with the columns user, item, timestamp[, value, event], or user, items',
    recipes:
      'recommendation: popularity, neighbours, sessions (what comes next), ease, als or bpr (default: the first four are compared)',
    files: 'for a recommender interactions',
    examples: {
      train: ['lintel train --data views.csv --task recommendation --split last --out model'],
      predict: ['lintel predict --model model basket.csv --count 5'],
    },
  },
  options: {
    train: () => [
      ...protocolOptions(),
      ...columnOptions(),
      new Option(
        '--items <file>',
        'interactions: a table of the items, so that new ones can be recommended by what they share',
      ),
      new Option('--attributes <columns>', 'columns of --items that describe an item (default: all)').argParser(
        columnNames,
      ),
    ],
    evaluate: () => [...protocolOptions(), ...columnOptions(), timeOption()],
    predict: () => [
      ...columnOptions(),
      timeOption(),
      new Option('--count <n>', 'similar pictures to find, or items to recommend, for each')
        .argParser(wholeNumber(1, 1000))
        .default(10),
    ],
  },
  holdsOut: false,
  accepts: (options) => !('target' in options) && !('text' in options) && isInteractionFile(options.data),
  record: null,
  /* eslint-disable-next-line @typescript-eslint/no-require-imports -- a command loads what it needs */
  load: () => (require('./recommendation-work') as typeof Work).recommendationWork,
};

function protocolOptions(): Option[] {
  return [
    new Option(
      '--split <kind>',
      'interactions: what is hidden of each history to measure a recommender (default: the latest quarter, by time; at random without times)',
    ).choices(INTERACTION_SPLITS),
    new Option('--share <share>', 'interactions: the share of each history that is hidden (default: 0.25)').argParser(
      share,
    ),
  ];
}

function columnOptions(): Option[] {
  return [
    new Option('--user <column>', 'interactions: column of the users (default: user)'),
    new Option('--item <column>', 'interactions: column of the items (default: item)'),
    new Option(
      '--events <weights>',
      'interactions: what each event counts (default: view=1,cart=3,purchase=5; others count 1)',
    ).argParser(eventWeights),
    new Option('--use-values', 'interactions: the values, such as ratings, multiply the weights'),
  ];
}

const timeOption = (): Option =>
  new Option('--time <column>', 'interactions: column of the times (default: timestamp)');
