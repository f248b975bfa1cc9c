import { type Command, Option } from 'commander';
import { type CommandContext } from '../command-context';
import { loadCommand } from '../load-command';
import { examples, wholeNumber } from '../option-values';
import { type DeadLettersOptions } from './dead-letters';
import { type PublishOptions } from './publish';
import { type ListRefusedOptions, type RetryRefusedOptions } from './refused';
import { type ReplayOptions } from './replay';
import { type StatusOptions } from './status';
import { type TailOptions } from './tail';

const WHERE = `
Where: --brokers, else --database, else KAFKA_BROKERS, else DATABASE_URL, else the running \`npm start\`.
KAFKA_TLS, KAFKA_CA, KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD apply to Kafka.`;
const MOMENT = 'earliest, latest, an offset, or a time such as 2026-05-01T08:00:00Z';
const LARGEST = Number.MAX_SAFE_INTEGER;

/** `lintel stream …`: the event streams, for people and scripts. */
export function addStreamCommands(program: Command, context: CommandContext): void {
  const stream = program
    .command('stream')
    .description('Publish, read, rewind and watch event streams, on Kafka or in PostgreSQL.')
    .addHelpText('after', examples('lintel stream publish orders orders.jsonl', 'lintel stream tail orders'));
  addRecordCommands(stream, context);
  addDeadLetterCommands(stream, context);
  addRefusedCommands(stream, context);
}

function addRecordCommands(stream: Command, context: CommandContext): void {
  connecting(stream, 'publish', 'Publish a file of JSON lines, one event a line.')
    .argument('<topic>')
    .argument('[file]', 'one JSON object a line; absent or -: standard input')
    .option('--type <name>', 'type of the events, without its version (default: the name of the topic)')
    .option('--version <n>', 'version of the type', wholeNumber(1, 10_000), 1)
    .option('--key <field>', 'field whose events stay in order, such as sku or order.id (default: any partition)')
    .option(
      '--id <field>',
      'field with the id of the event, so that an event sent twice is handled once (default: a new id each)',
    )
    .option('--source <uri>', 'source of the events: an event is identified by its source and its id', '/lintel/cli')
    .option('--partitions <n>', 'create the topic with this many partitions if it is missing', wholeNumber(1, 1_000))
    .addHelpText(
      'after',
      `\nA file is checked as a whole first: one bad line, and nothing is published. Standard input is published as it
comes, up to the line before the bad one.\n${examples(
        'lintel stream publish orders orders.jsonl --type shop.order-placed --key customer --id orderId',
        'lintel stream publish orders orders.jsonl --partitions 6 --json',
        'lintel stream publish orders < orders.jsonl',
      )}${WHERE}`,
    )
    .action(async (topic: string, file: string | undefined, options: PublishOptions) =>
      loadCommand.streamPublish()(topic, file, options, context),
    );

  connecting(stream, 'tail', 'Show events as they come, until Ctrl-C.', 'every event as one line of JSON')
    .argument('<topic>')
    .option('--from <moment>', MOMENT, 'latest')
    .option('--limit <n>', 'end after this many events', wholeNumber(1, LARGEST))
    .addHelpText(
      'after',
      `${examples(
        'lintel stream tail orders',
        'lintel stream tail orders --from earliest --limit 10 --json',
        'lintel stream tail orders --from 2026-05-01T08:00:00Z',
      )}${WHERE}`,
    )
    .action(async (topic: string, options: TailOptions) => loadCommand.streamTail()(topic, options, context));

  connecting(
    stream,
    'replay',
    'Move the offsets of a group that is not running, so that it reads again or skips events.',
  )
    .argument('<topic>')
    .requiredOption('--group <name>', 'group whose offsets are moved')
    .requiredOption('--to <moment>', MOMENT)
    .addHelpText(
      'after',
      `\nHandlers with an inbox skip the events that they have already handled.\n${examples(
        'lintel stream replay orders --group billing --to earliest',
        'lintel stream replay orders --group billing --to 2026-05-01T08:00:00Z',
      )}${WHERE}`,
    )
    .action(async (topic: string, options: ReplayOptions) => loadCommand.streamReplay()(topic, options, context));

  connecting(stream, 'status', 'Show topics, consumer groups, lag and dead letters.')
    .option('--all', 'also the topics of retries and dead letters')
    .option('--group <name>', 'only this group')
    .option('--topic <name...>', 'with --group: these topics, one line a partition')
    .addHelpText(
      'after',
      `${examples(
        'lintel stream status',
        'lintel stream status --all',
        'lintel stream status --brokers broker:9092 --group billing --topic orders',
      )}${WHERE}`,
    )
    .action(async (options: StatusOptions) => loadCommand.streamStatus()(options, context));
}

function addDeadLetterCommands(stream: Command, context: CommandContext): void {
  const letters = stream
    .command('dead-letters')
    .description('Events that a group could not handle: list, show, replay or discard them.')
    .addHelpText('after', examples('lintel stream dead-letters list --group billing'));
  const command = (name: string, summary: string, example: string): Command =>
    connecting(letters, name, summary)
      .requiredOption('--group <name>', 'the group that could not handle them')
      .addHelpText('after', `${examples(`lintel stream dead-letters ${name} --group billing${example}`)}${WHERE}`);

  command('list', 'List the dead letters that wait, oldest first.', ' --limit 20')
    .option('--all', 'also those that were replayed or discarded')
    .option('--limit <n>', 'maximum number of dead letters', wholeNumber(1, 10_000), 50)
    .action(async (options: DeadLettersOptions) => loadCommand.streamDeadLetters().list(options, context));
  command('show', 'Show one dead letter with its value, cause and stack.', ' --offset 3')
    .requiredOption('--offset <n>', 'as shown by list', wholeNumber(0, LARGEST))
    .action(async (options: DeadLettersOptions & { offset: number }) =>
      loadCommand.streamDeadLetters().show(options, context),
    );
  command('replay', 'Replay all that wait to their group only; or one of them.', ' --offset 3')
    .option('--offset <n>', 'only this one', wholeNumber(0, LARGEST))
    .option('--value <file>', 'with --offset: send this JSON instead of its value, under its own event id')
    .action(async (options: DeadLettersOptions) => loadCommand.streamDeadLetters().replay(options, context));
  command('discard', 'Discard all that wait, or only one; the topic keeps them until its retention ends.', '')
    .option('--offset <n>', 'only this one', wholeNumber(0, LARGEST))
    .action(async (options: DeadLettersOptions) => loadCommand.streamDeadLetters().discard(options, context));
}

function addRefusedCommands(stream: Command, context: CommandContext): void {
  const refused = stream
    .command('refused')
    .description('Events of the apps that the broker refused for good, such as too large ones: list or retry them.')
    .addHelpText('after', examples('lintel stream refused list', 'lintel stream refused retry'));
  const command = (name: string, summary: string): Command =>
    refused
      .command(name)
      .description(summary)
      .addOption(new Option('--database <url>', 'the PostgreSQL of the apps').conflicts('dataDir'))
      .option('--data-dir <dir>', 'the running `npm start` with this data folder (default: .lintel of this checkout)')
      .option('--json', 'one JSON object on the last line of stdout')
      .addHelpText(
        'after',
        `${examples(`lintel stream refused ${name}`)}
Where: --database, else DATABASE_URL, else the running \`npm start\`.`,
      );
  command('list', 'The events that were set aside, oldest first, with the cause.')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 10_000), 50)
    .action(async (options: ListRefusedOptions) => loadCommand.streamRefused().list(options, context));
  command('retry', 'Publish all of them again, or one of them.')
    .option('--number <n>', 'only this one, as the list shows it', wholeNumber(0, LARGEST))
    .action(async (options: RetryRefusedOptions) => loadCommand.streamRefused().retry(options, context));
}

function connecting(parent: Command, name: string, summary: string, json?: string): Command {
  return parent
    .command(name)
    .description(summary)
    .addOption(
      new Option('--brokers <list>', 'Kafka, such as broker-1:9092,broker-2:9092').conflicts(['database', 'dataDir']),
    )
    .addOption(new Option('--database <url>', 'the event log in this PostgreSQL').conflicts('dataDir'))
    .option('--data-dir <dir>', 'the running `npm start` with this data folder (default: .lintel of this checkout)')
    .option('--json', json ?? 'one JSON object on the last line of stdout');
}
