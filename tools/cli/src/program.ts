import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TASK_IDS } from '@lintel/contracts';
import { Command, Option } from 'commander';
import { addAccountCommands } from './accounts/account-commands';
import { addBackboneCommands } from './backbone/backbone-commands';
import { type CommandContext } from './command-context';
import { type DoctorOptions } from './commands/doctor';
import { type ExportOptions } from './commands/export';
import { train } from './commands/train';
import { loadCommand } from './load-command';
import { examples, share, wholeNumber } from './option-values';
import { addAuditCommands } from './audit/audit-commands';
import { addModelCommands } from './models/model-commands';
import { addStreamCommands } from './stream/stream-commands';
import { addTableCommands } from './tables/table-commands';
import {
  type EvaluateOptions,
  type PredictOptions,
  type TaskCommand,
  type TaskCommands,
  type TrainOptions,
} from './tasks/task-commands';
import { TASK_COMMANDS } from './tasks/tasks';

const joined = (choose: (task: TaskCommands) => string): string => [...new Set(TASK_COMMANDS.map(choose))].join('; ');
const DATA = joined(({ help }) => help.data);
const EXIT_CODES = '\nExit codes: 0 success, 1 failure, 2 wrong usage, 130 stopped by Ctrl-C.';

/** The command line as data: options, their checks, and their help. The work is in `commands/`. */
export function createProgram(context: CommandContext): Command {
  const { terminal } = context;
  const program = new Command('lintel')
    .description(
      'Train, evaluate, register and use models of pictures, tables, texts and interactions; publish and read event streams.',
    )
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
  const taskCommand = (name: TaskCommand, summary: string): Command => {
    const made = command(name, summary);
    for (const { options } of TASK_COMMANDS) {
      for (const option of options[name]?.() ?? []) {
        // Several tasks may have the same option.
        if (!made.options.some(({ long }) => long === option.long)) made.addOption(option);
      }
    }
    return made;
  };

  command(
    'doctor',
    'Check this machine: Node.js, native engine, onnxruntime, database and disk; and show the cure of each problem.',
  )
    .option('--service <name>', 'check the configuration of this service instead, in the current environment')
    .addHelpText('after', examples('lintel doctor', 'lintel doctor --json', 'lintel doctor --service ecommerce'))
    .action(async (options: DoctorOptions) => loadCommand.doctor()(options, context));

  taskCommand(
    'train',
    'Train a model on a folder of pictures, a table, texts or interactions, evaluate it, and export it as ONNX.',
  )
    .requiredOption('--data <path>', DATA)
    .addOption(new Option('--task <task>', 'what the model answers (default: by the data)').choices(TASK_IDS))
    .addOption(
      new Option(
        '--recipe <name>',
        joined(({ help }) => help.recipes),
      ).choices([...new Set(TASK_COMMANDS.flatMap(({ recipes }) => recipes))]),
    )
    .option(
      '--target <column>',
      'column of the table to predict, or of the list of pictures that holds their labels; for texts also several ' +
        'columns of yes and no, one for each label, separated by commas',
    )
    .option('--group <column>', 'column whose rows or pictures stay together in a split, such as a person or a lot')
    .option(
      '--time <column>',
      'column that orders rows or pictures in time; later ones are predicted from earlier ones',
    )
    .requiredOption('--out <dir>', 'folder of the model; a new folder')
    .option('--seed <n>', 'the same seed gives the same split, weights and order', wholeNumber(0, 2 ** 31), 1)
    .option(
      '--test <share>',
      'held out for the evaluation, if DIR has no test folder; of a table only if given',
      share,
      0.1,
    )
    .option(
      '--backbone <name>',
      'what to transfer from, as `lintel backbone list` shows it (default: efficientnet-lite0)',
    )
    .addOption(
      new Option(
        '--fit <way>',
        'how pictures of another aspect ratio are fitted (default: stretch, or as the backbone suggests)',
      ).choices(['stretch', 'cover', 'contain']),
    )
    .option('--name <name>', 'name of the model (default: the name of the folder)')
    .option('--overwrite', 'replace the model in the folder')
    .option('--skip-unreadable', 'skip pictures that cannot be read')
    .addHelpText('after', taskExamples('train'))
    .action(async (options: TrainOptions & { readonly test: number }, made: Command) =>
      train(options, context, (option) => made.getOptionValueSource(option) === 'default'),
    );

  taskCommand('evaluate', 'Measure a model on pictures or rows that it was not trained on.')
    .requiredOption('--model <dir>', 'a model folder, as `lintel train` writes it')
    .requiredOption('--data <path>', `${DATA}; if there is a test folder, only that is used`)
    .option('--target <column>', 'column of the list of pictures that holds their labels')
    .option(
      '--group <column>',
      'column of the table of pictures: those of a group never find each other in a search, and intervals draw whole groups',
    )
    .option('--skip-unreadable', 'skip pictures that cannot be read')
    .addHelpText('after', taskExamples('evaluate'))
    .action(async (options: EvaluateOptions) => loadCommand.evaluate()(options, context));

  taskCommand(
    'predict',
    'Answer pictures, texts, or the rows of tables, with reasons; find similar pictures; or recommend items.',
  )
    .requiredOption('--model <dir>', 'a model folder, as `lintel train` writes it')
    .argument(
      '<file...>',
      joined(({ help }) => help.files),
    )
    .addHelpText('after', taskExamples('predict'))
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

const taskExamples = (name: TaskCommand): string =>
  examples(...TASK_COMMANDS.flatMap(({ help }) => help.examples?.[name] ?? []));

function version(): string {
  const text = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
