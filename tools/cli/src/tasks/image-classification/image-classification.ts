import { Option } from 'commander';
import { probability, share, wholeNumber } from '../../option-values';
import { isTableFile } from '../../tables/is-table-file';
import { PICTURE_FILES } from '../pictures/picture-help';
import { type TaskCommands } from '../task-commands';
import { PICTURES_FILE } from './pictures-file';
import type * as Work from './classification-work';

/** The same as `MODEL_FAMILIES` of the training side; a test compares them. */
export const MODELS = ['two-conv', 'three-conv', 'residual-cnn', 'lstm', 'gru', 'table-mlp'] as const;

/** `lintel train`, `evaluate` and `predict` for classifiers of pictures, with one class or several labels each. */
export const imageClassification: TaskCommands = {
  tasks: ['image-classification'],
  trained: 'a classifier of pictures',
  examples: 'pictures',
  recipes: ['scratch', 'transfer', 'fine-tune'],
  help: {
    data:
      'pictures: DIR/<class>/*, DIR/{train,test}/<class>/*, DIR with labels.csv, or DIR with the files of CIFAR-10 ' +
      '(binary version) or MNIST (IDX)',
    recipes:
      'pictures: transfer, a layer over the features of a backbone (default for photographs where the backbone is ' +
      'installed, and for pictures with several labels), scratch, a network from nothing, or fine-tune, which also trains ' +
      'the backbone and keeps it if it is better',
    files: PICTURE_FILES,
    examples: {
      train: [
        'lintel train --data pictures --model two-conv --epochs 10 --batch-size 64 --seed 1 --out model',
        'lintel train --data pictures --model residual-cnn --out model --resume',
        'lintel train --data pictures --recipe transfer --out model',
        'lintel train --data pictures --recipe fine-tune --backbone efficientnet-lite0 --image-size 128 --out model',
        'lintel train --data tiles --table tiles.csv --group tile --out model',
        'lintel train --data pictures --out model --json | tail -n 1',
      ],
      evaluate: ['lintel evaluate --model model --data pictures'],
      predict: ['lintel predict --model model shoe.jpg', 'lintel predict --model model *.jpg --json'],
    },
  },
  options: { train: trainOptions, evaluate: groupingOptions, predict: predictOptions },
  holdsOut: true,
  accepts: ({ data }) => !isTableFile(data),
  record: PICTURES_FILE,
  /* eslint-disable-next-line @typescript-eslint/no-require-imports -- the engines load when a command needs them */
  load: () => (require('./classification-work') as typeof Work).classificationWork,
};

function groupingOptions(): Option[] {
  return [
    new Option(
      '--table <file>',
      'about pictures: a CSV file with the column "file" (the path within DIR) and those of --group and --time; ' +
        'pictures that it does not name are left out (default: DIR/labels.csv, if there is one)',
    ),
    new Option(
      '--group-pattern <regex>',
      "instead of --group, for pictures: what in the file name says what stays together, such as 'patient(\\d+)'",
    ),
  ];
}

function trainOptions(): Option[] {
  return [
    ...groupingOptions(),
    new Option('--model <architecture>', 'network to train from nothing (default: two-conv)').choices(MODELS),
    new Option(
      '--unfreeze <stages>',
      'how many of the last stages of the backbone are fine-tuned (default: by the number of pictures)',
    ).argParser(wholeNumber(0, 100)),
    new Option('--epochs <n>', 'passes over the pictures (default: as the architecture suggests)').argParser(
      wholeNumber(1, 100_000),
    ),
    new Option('--batch-size <n>', 'pictures a step (default: as the architecture suggests)').argParser(
      wholeNumber(1, 65_536),
    ),
    new Option(
      '--image-size <n>',
      'side in pixels that pictures are resized to (default: their own, at most 64; of a backbone, what it was trained on)',
    ).argParser(wholeNumber(8, 1024)),
    new Option('--validation <share>', 'held out of the training pictures to choose the best epoch; 0: none')
      .argParser(share)
      .default(0.1),
    new Option(
      '--augment',
      'mirror, shift and erase parts of pictures while training (default: as the architecture suggests)',
    ),
    new Option('--no-augment', 'do not augment the pictures'),
    new Option('--precision <type>', 'number format of convolutions; weights stay float32')
      .choices(['float32', 'bfloat16'])
      .default('float32'),
    new Option('--no-compile', 'train operation by operation: slower, same result'),
    new Option('--unsure-below <probability>', 'the model answers "unsure" below this probability')
      .argParser(probability)
      .default(0.5),
    new Option(
      '--resume',
      'resume a run that was stopped or killed after its last complete epoch, or a search after its last trial',
    ),
  ];
}

function predictOptions(): Option[] {
  return [
    new Option(
      '--heat <file>',
      'PNG file to write: the picture with what speaks for the answer, for a model on a backbone',
    ),
  ];
}
