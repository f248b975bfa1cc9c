import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EMBEDDING_RECIPES, OPTIONAL_METRICS, TABLE_RECIPES, TASK_IDS, type TaskId } from '@lintel/contracts';
import { Command, Option } from 'commander';
import { addAccountCommands } from './accounts/account-commands';
import { addBackboneCommands } from './backbone/backbone-commands';
import { type CommandContext } from './command-context';
import { type DoctorOptions } from './commands/doctor';
import { type EvaluateOptions } from './commands/evaluate';
import { type ExportOptions } from './commands/export';
import { type PredictOptions } from './commands/predict';
import { type TrainOptions } from './commands/train';
import { chooseKind, PICTURE_RECIPES } from './commands/choose-kind';
import { type TrainEmbeddingOptions } from './commands/train-embedding';
import { type TrainTableOptions } from './commands/train-table';
import { loadCommand } from './load-command';
import { columnNames, examples, probability, share, wholeNumber } from './option-values';
import { addAuditCommands } from './audit/audit-commands';
import { addModelCommands } from './models/model-commands';
import { addStreamCommands } from './stream/stream-commands';
import { addTableCommands } from './tables/table-commands';

/** The same as `MODEL_FAMILIES` of the training side; a test compares them. */
export const MODELS = ['two-conv', 'three-conv', 'residual-cnn', 'lstm', 'gru', 'table-mlp'] as const;

const DATA =
  'pictures: DIR/<class>/*, DIR/{train,test}/<class>/*, DIR/{gallery,query}/<class>/* for a search, DIR with labels.csv, ' +
  'or DIR with the files of CIFAR-10 (binary version) or MNIST (IDX); or a table: FILE.csv, FILE.csv.gz';
const RECIPE_HELP =
  'pictures: transfer, a layer over the features of a backbone (default for photographs where the backbone is installed, ' +
  'and for pictures with several labels), scratch, a network from nothing, or fine-tune, ' +
  'which also trains the backbone and keeps it if it is better; ' +
  'embedding: frozen, the features of a backbone, or projection (default: both are compared); ' +
  'tables: trees, linear or scorecard (default: trees and linear are compared)';
const EXIT_CODES = '\nExit codes: 0 success, 1 failure, 2 wrong usage, 130 stopped by Ctrl-C.';

type AnyTrainOptions = Omit<TrainOptions & TrainTableOptions & TrainEmbeddingOptions, 'recipe' | 'task'> & {
  readonly recipe?: string;
  readonly task?: TaskId;
};

/** The command line as data: options, their checks, and their help. The work is in `commands/`. */
export function createProgram(context: CommandContext): Command {
  const { terminal } = context;
  const program = new Command('lintel')
    .description('Train, evaluate, register and use models of pictures and tables; publish and read event streams.')
    .version(version())
    // So that a command may have its own --version.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.help(text),
      writeErr: (text) => terminal.say(text.trimEnd()),
    })
    .showHelpAfterError('See --help.')
    .addHelpText('after', examples('lintel doctor', 'lintel train --data pictures --model two-conv --out model'))
    .addHelpText('after', EXIT_CODES);
  const command = (name: string, summary: string): Command =>
    program.command(name).description(summary).option('--json', 'print one JSON object on the last line of stdout');

  command(
    'doctor',
    'Check this machine: Node.js, native engine, onnxruntime, database and disk; and show the cure of each problem.',
  )
    .option('--service <name>', 'check the configuration of this service instead, in the current environment')
    .addHelpText('after', examples('lintel doctor', 'lintel doctor --json', 'lintel doctor --service ecommerce'))
    .action(async (options: DoctorOptions) => loadCommand.doctor()(options, context));

  command('train', 'Train a model on a folder of pictures or a table, evaluate it, and export it as ONNX.')
    .requiredOption('--data <path>', DATA)
    .addOption(new Option('--task <task>', 'what the model answers (default: by the data)').choices(TASK_IDS))
    .addOption(
      new Option('--recipe <name>', RECIPE_HELP).choices([...PICTURE_RECIPES, ...EMBEDDING_RECIPES, ...TABLE_RECIPES]),
    )
    .option('--schema <file>', 'what the columns of the table mean, as `lintel tables describe` writes it (JSON)')
    .option('--target <column>', 'column of the table to predict, or of the list of pictures that holds their labels')
    .option('--group <column>', 'column whose rows or pictures stay together in a split, such as a person or a lot')
    .option(
      '--time <column>',
      'column that orders rows or pictures in time; later ones are predicted from earlier ones',
    )
    .option(
      '--table <file>',
      'about pictures: a CSV file with the column "file" (the path within DIR) and those of --group and --time; ' +
        'pictures that it does not name are left out (default: DIR/labels.csv, if there is one)',
    )
    .option(
      '--group-pattern <regex>',
      "instead of --group, for pictures: what in the file name says what stays together, such as 'patient(\\d+)'",
    )
    .option('--ignore <columns>', 'columns that the model must not see, separated by commas', columnNames)
    .option('--positive <value>', 'class of the target whose probability is predicted, of two')
    .addOption(metricOption())
    .addOption(
      new Option('--model <architecture>', 'network to train from nothing (default: two-conv)').choices(MODELS),
    )
    .option(
      '--backbone <name>',
      'what to transfer from, as `lintel backbone list` shows it (default: efficientnet-lite0)',
    )
    .addOption(
      new Option(
        '--hold-out <what>',
        'what a projection is measured without (default: group, class or picture)',
      ).choices(['class', 'group', 'picture']),
    )
    .option(
      '--unfreeze <stages>',
      'how many of the last stages of the backbone are fine-tuned (default: by the number of pictures)',
      wholeNumber(0, 100),
    )
    .requiredOption('--out <dir>', 'folder of the model; a new folder')
    .option('--epochs <n>', 'passes over the pictures (default: as the architecture suggests)', wholeNumber(1, 100_000))
    .option('--batch-size <n>', 'pictures a step (default: as the architecture suggests)', wholeNumber(1, 65_536))
    .option('--seed <n>', 'the same seed gives the same split, weights and order', wholeNumber(0, 2 ** 31), 1)
    .option(
      '--image-size <n>',
      'side in pixels that pictures are resized to (default: their own, at most 64; of a backbone, what it was trained on)',
      wholeNumber(8, 1024),
    )
    .addOption(
      new Option(
        '--fit <way>',
        'how pictures of another aspect ratio are fitted (default: stretch, or as the backbone suggests)',
      ).choices(['stretch', 'cover', 'contain']),
    )
    .option('--validation <share>', 'held out of the training pictures to choose the best epoch; 0: none', share, 0.1)
    .option(
      '--test <share>',
      'held out for the evaluation, if DIR has no test folder; of a table only if given',
      share,
      0.1,
    )
    .option(
      '--augment',
      'mirror, shift and erase parts of pictures while training (default: as the architecture suggests)',
    )
    .option('--no-augment', 'do not augment the pictures')
    .addOption(
      new Option('--precision <type>', 'number format of convolutions; weights stay float32')
        .choices(['float32', 'bfloat16'])
        .default('float32'),
    )
    .option('--no-compile', 'train operation by operation: slower, same result')
    .option('--unsure-below <probability>', 'the model answers "unsure" below this probability', probability, 0.5)
    .option('--name <name>', 'name of the model (default: the name of the folder)')
    .option('--resume', 'resume after the last complete epoch of a run that was stopped or killed')
    .option('--overwrite', 'replace the model in the folder')
    .option('--skip-unreadable', 'skip pictures that cannot be read')
    .addHelpText(
      'after',
      examples(
        'lintel train --data pictures --model two-conv --epochs 10 --batch-size 64 --seed 1 --out model',
        'lintel train --data pictures --model residual-cnn --out model --resume',
        'lintel train --data pictures --recipe transfer --out model',
        'lintel train --data pictures --recipe fine-tune --backbone efficientnet-lite0 --image-size 128 --out model',
        'lintel train --data tiles --table tiles.csv --group tile --out model',
        'lintel train --data pictures --out model --json | tail -n 1',
        'lintel train --data pictures --task image-embedding --out model',
        'lintel train --data loans.csv --target default --positive yes --out model',
        'lintel train --data loans.csv --schema schema.json --out model',
      ),
    )
    .action(async ({ recipe, task, ...options }: AnyTrainOptions, command: Command) => {
      const about = chooseKind({ data: options.data, task, recipe });
      if (about.kind === 'embedding') {
        return loadCommand.trainEmbedding()({ ...options, ...about.recipe }, context);
      }
      if (about.kind === 'pictures') return loadCommand.train()({ ...options, ...about.recipe }, context);
      const asked = task === 'tabular-classification' || task === 'tabular-regression' ? { task } : {};
      const { test, ...others } = options;
      // A model of a table is fitted to all rows unless some are held out on purpose.
      const held = command.getOptionValueSource('test') === 'default' ? {} : { test };
      return loadCommand.trainTable()({ ...others, ...held, ...asked, ...about.recipe }, context);
    });

  command('evaluate', 'Measure a model on pictures or rows that it was not trained on.')
    .requiredOption('--model <dir>', 'a model folder, as `lintel train` writes it')
    .requiredOption('--data <path>', `${DATA}; if there is a test folder, only that is used`)
    .option('--target <column>', 'column of the list of pictures that holds their labels')
    .option('--group <column>', 'column of the list whose pictures never find each other')
    .addOption(metricOption())
    .option('--skip-unreadable', 'skip pictures that cannot be read')
    .addHelpText('after', examples('lintel evaluate --model model --data pictures'))
    .action(async (options: EvaluateOptions) => loadCommand.evaluate()(options, context));

  command('predict', 'Answer pictures, or the rows of tables, with reasons; or find similar pictures.')
    .requiredOption('--model <dir>', 'a model folder, as `lintel train` writes it')
    .argument('<file...>', 'JPEG, PNG, WebP, GIF, AVIF or TIFF; for a table model CSV')
    .option(
      '--heat <file>',
      'PNG file to write: the picture with what speaks for the answer, for a model on a backbone',
    )
    .option('--gallery <dir>', 'folder of pictures to search, for a model that embeds pictures')
    .option('--count <n>', 'similar pictures to find for each', wholeNumber(1, 1000), 10)
    .addHelpText(
      'after',
      examples(
        'lintel predict --model model shoe.jpg',
        'lintel predict --model model *.jpg --json',
        'lintel predict --model model shoe.jpg --gallery shop',
      ),
    )
    .action(async (files: string[], options: PredictOptions) => loadCommand.predict()(files, options, context));

  command('export', 'Write the model as one ONNX file, with its classes and preprocessing as metadata.')
    .requiredOption('--model <dir>', 'a model folder, as `lintel train` writes it')
    .requiredOption('--out <file>', 'where to write it')
    .option('--overwrite', 'replace the file')
    .addHelpText('after', examples('lintel export --model model --out shoes.onnx'))
    .action(async (options: ExportOptions) => loadCommand.export()(options, context));

  addBackboneCommands(program, context);
  addTableCommands(program, context);
  addModelCommands(program, context);
  addAccountCommands(program, context);
  addAuditCommands(program, context);
  addStreamCommands(program, context);
  return program;
}

const metricOption = (): Option =>
  new Option(
    '--metric <names...>',
    'tables: further metrics; nasaScore rates a predicted remaining life (PHM 2008), late answers worse than early ones',
  ).choices(OPTIONAL_METRICS);

function version(): string {
  const text = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
