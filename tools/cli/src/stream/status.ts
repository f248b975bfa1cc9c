import { LintelError } from '@lintel/contracts';
import { type GroupOffset } from '@lintel/streams';
import { type CommandContext } from '../command-context';
import { counted, table } from '../terminal/wording';
import { type ConnectionOptions, withStream } from './connection';
import { overview } from './overview';

export interface StatusOptions extends ConnectionOptions {
  /** True: also topics of retries and dead letters. */
  readonly all?: boolean;
  readonly group?: string;
  readonly topic?: readonly string[];
}

/** Topics and groups of the broker with their lag and dead letters; or one group, partition by partition. */
export async function status(options: StatusOptions, context: CommandContext): Promise<void> {
  const { group, topic: topics } = options;
  if (topics === undefined) return overview(options, context);
  if (group === undefined) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: '--topic shows how far a group has read, so it needs a group.',
      expected: '--group NAME with --topic NAME…',
      cure: 'Name the group, or omit --topic to see every topic.',
    });
  }
  await withStream(options, context, async (stream) => {
    for (const topic of topics) await stream.topicOffsets(topic);
    const partitions = await stream.groupOffsets(group, topics);
    const lag = partitions.reduce((sum, one) => sum + one.lag, 0);
    context.terminal.result(
      { command: 'stream status', engine: stream.engine, group, lag, partitions },
      `${group}: lag ${counted(lag)}\n\n${describePartitions(partitions)}`,
    );
  });
}

/** A topic whose partitions were never used is shown as one line. */
function describePartitions(partitions: readonly GroupOffset[]): string {
  const rows = [...new Set(partitions.map(({ topic }) => topic))].flatMap((topic) => {
    const ours = partitions.filter((one) => one.topic === topic);
    const used = ours.filter(({ high }) => high > 0);
    if (used.length === 0) return [[topic, '-', '-', '0', '0']];
    return used.map((one) => [topic, ...[one.partition, one.committed ?? '-', one.high, one.lag].map(String)]);
  });
  return table(['topic', 'partition', 'committed', 'end', 'lag'], rows);
}
