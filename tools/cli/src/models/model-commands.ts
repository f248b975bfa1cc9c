import { type Command, Option } from 'commander';
import { type CommandContext } from '../command-context';
import { loadCommand } from '../load-command';
import { examples, wholeNumber } from '../option-values';
import { type ListOptions } from './list';
import { type PromoteOptions, type RollBackOptions } from './promote';
import { type RegisterOptions } from './register';

const WHERE = `
Where: --database, else DATABASE_URL (both with ARTIFACT_DIR or S3_… and MODEL_SIGNING_KEY), else the running \`npm start\`.`;
const NAME = 'of the registry: vertical.model';

/** `lintel models …`: the registry, for people and scripts. */
export function addModelCommands(program: Command, context: CommandContext): void {
  const models = program
    .command('models')
    .description('Register models, and choose which version serves.')
    .addHelpText('after', examples('lintel models list', 'lintel models list --name ecommerce.product-recogniser'));
  const command = (name: string, summary: string, ...shown: string[]): Command =>
    models
      .command(name)
      .description(summary)
      .addOption(new Option('--database <url>', 'the registry in this PostgreSQL').conflicts('dataDir'))
      .option('--data-dir <dir>', 'the running `npm start` with this data folder (default: .lintel of this checkout)')
      .option('--json', 'one JSON object on the last line of stdout')
      .addHelpText('after', `${examples(...shown)}${WHERE}`);

  command('list', 'List the models, or the versions of one.', 'lintel models list --name ecommerce.product-recogniser')
    .option('--name <name>', NAME)
    .action(async (options: ListOptions) => loadCommand.modelsList()(options, context));

  command(
    'register',
    'Sign a model folder and register it as a new version, with the pictures or the table it was trained on.',
    'lintel models register --model models/mine --name ecommerce.product-recogniser --promote',
  )
    .requiredOption('--model <dir>', 'a model folder, as `lintel train` writes it')
    .requiredOption('--name <name>', NAME)
    .option('--title <text>', 'for people (default: the current title, or the name)')
    .option(
      '--data <dir>',
      'folder of the pictures, or the table (default: where they were when the model was trained)',
    )
    .option('--no-data', 'do not store the data: the next training starts from the data of the vertical')
    .option('--licence <text>', 'licence of the data', 'not stated')
    .option('--source <text>', 'where the data comes from (default: the name of its folder or file)')
    .option('--promote', 'promote it at once if its gates pass')
    .option('--reason <text>', 'why to promote it although its gates refuse it or cannot judge it')
    .option('--by <name>', 'the name recorded in the history (default: the user of the shell)')
    .action(async (options: RegisterOptions) => loadCommand.modelsRegister()(options, context));

  command(
    'promote',
    'Promote a version to champion.',
    'lintel models promote --name ecommerce.product-recogniser --version 3',
  )
    .requiredOption('--name <name>', NAME)
    .requiredOption('--version <n>', 'number of the version', wholeNumber(1, 1_000_000))
    .option('--override', 'promote it although gates refuse it; requires --reason')
    .option('--reason <text>', 'why')
    .option('--by <name>', 'the name recorded in the history (default: the user of the shell)')
    .action(async (options: PromoteOptions) => loadCommand.modelsPromote().promote(options, context));

  command(
    'roll-back',
    'Promote the previous champion again.',
    'lintel models roll-back --name ecommerce.product-recogniser',
  )
    .requiredOption('--name <name>', NAME)
    .option('--reason <text>', 'why')
    .option('--by <name>', 'the name recorded in the history (default: the user of the shell)')
    .action(async (options: RollBackOptions) => loadCommand.modelsPromote().rollBack(options, context));
}
