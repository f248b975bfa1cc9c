import { EMBEDDING_RECIPES } from '@lintel/contracts';
import { Option } from 'commander';
import { wholeNumber } from '../../option-values';
import { PICTURE_FILES } from '../pictures/picture-help';
import { type TaskCommands } from '../task-commands';
import type * as Work from './embedding-work';

/** `lintel train`, `evaluate` and `predict` for models that turn pictures into vectors, for a search. */
export const imageEmbedding: TaskCommands = {
  tasks: ['image-embedding'],
  trained: 'an embedding of pictures',
  examples: 'pictures',
  recipes: EMBEDDING_RECIPES,
  help: {
    data: 'pictures for a search: also DIR/{gallery,query}/<class>/*',
    recipes: 'embedding: frozen, the features of a backbone, or projection (default: both are compared)',
    files: PICTURE_FILES,
    examples: {
      train: ['lintel train --data pictures --task image-embedding --out model'],
      predict: ['lintel predict --model model shoe.jpg --gallery shop'],
    },
  },
  options: { train: trainOptions, predict: predictOptions },
  holdsOut: true,
  accepts: () => true,
  record: null,
  /* eslint-disable-next-line @typescript-eslint/no-require-imports -- the engines load when a command needs them */
  load: () => (require('./embedding-work') as typeof Work).embeddingWork,
};

function trainOptions(): Option[] {
  return [
    new Option('--hold-out <what>', 'what a projection is measured without (default: group, class or picture)').choices(
      ['class', 'group', 'picture'],
    ),
  ];
}

function predictOptions(): Option[] {
  return [
    new Option('--gallery <dir>', 'folder of pictures to search, for a model that embeds pictures'),
    new Option('--count <n>', 'similar pictures to find, or items to recommend, for each')
      .argParser(wholeNumber(1, 1000))
      .default(10),
  ];
}
