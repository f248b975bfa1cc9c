import { LintelError, type StreamOverview } from '@lintel/contracts';
import { streamOverview } from '@lintel/streams';
import { type CommandContext } from '../command-context';
import { counted, table } from '../terminal/wording';
import { type ConnectionOptions, withStream } from './connection';

export interface OverviewOptions extends ConnectionOptions {
  /** True: also topics of retries and dead letters. */
  readonly all?: boolean;
  /** Default: every group. */
  readonly group?: string;
}

/** Every topic and every group of the broker, also those of other programs; or one group. */
export async function overview(options: OverviewOptions, context: CommandContext): Promise<void> {
  const { group: wanted, all: withInternal = false } = options;
  await withStream(options, context, async (stream) => {
    const all = await streamOverview(stream);
    const groups = all.groups.filter(({ group }) => wanted === undefined || group === wanted);
    if (wanted !== undefined && groups.length === 0) throw strangeGroup(wanted, all);
    const read = new Set(groups.flatMap(({ topics }) => topics.map(({ topic }) => topic)));
    const isWanted = (name: string): boolean => wanted === undefined || read.has(name);
    const topics = all.topics.filter(({ name, kind }) => isWanted(name) && (withInternal || kind === 'events'));
    context.terminal.result({ command: 'stream status', ...all, topics, groups }, describe({ ...all, topics, groups }));
  });
}

function describe({ engine, topics, groups }: StreamOverview): string {
  const topicRows = topics.map(({ name, kind, partitions, records }) => [
    name,
    kind,
    String(partitions.length),
    counted(records),
  ]);
  const groupRows = groups.map(({ group, running, lag, topics: read, deadLetters }) => [
    group,
    running ? 'running' : 'stopped',
    counted(lag),
    deadLetters === null ? '-' : counted(deadLetters.waiting),
    read
      .filter((one) => one.lag > 0)
      .map((one) => `${one.topic} ${counted(one.lag)}`)
      .join(', '),
  ]);
  return [
    `on ${engine}`,
    table(['topic', 'kind', 'partitions', 'records'], topicRows),
    table(['group', 'members', 'lag', 'dead letters', 'behind in'], groupRows),
  ].join('\n\n');
}

function strangeGroup(group: string, { groups }: StreamOverview): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `There is no group "${group}".`,
    expected: groups.map((one) => one.group).join(', ') || 'there are no groups: nothing has been read yet',
    cure: 'Check the name: `lintel stream status` shows every group.',
  });
}
