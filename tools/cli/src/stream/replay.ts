import { LintelError } from '@lintel/contracts';
import { type CommandContext } from '../command-context';
import { counted, table } from '../terminal/wording';
import { type ConnectionOptions, withStream } from './connection';
import { momentOf } from './moment';

export interface ReplayOptions extends ConnectionOptions {
  readonly group: string;
  readonly to: string;
}

/** Moves the offsets of a group that is not running; the library rejects one that is. */
export async function replay(topic: string, options: ReplayOptions, context: CommandContext): Promise<void> {
  const { group } = options;
  const to = momentOf(options.to);
  await withStream(options, context, async (stream) => {
    await stream.topicOffsets(topic);
    const before = await stream.groupOffsets(group, [topic]);
    if (before.every(({ committed }) => committed === null)) throw strangeGroup(group, topic);
    await stream.resetOffsets(group, topic, to);
    const after = await stream.groupOffsets(group, [topic]);
    const partitions = after.map(({ partition, committed, lag }) => ({
      partition,
      from: before.find((one) => one.partition === partition)?.committed ?? null,
      to: committed,
      lag,
    }));
    const lag = partitions.reduce((sum, one) => sum + one.lag, 0);
    const rows = partitions.map((one) => [one.partition, one.from ?? '-', one.to ?? '-', one.lag].map(String));
    context.terminal.result(
      { command: 'stream replay', topic, group, lag, partitions },
      `${table(['partition', 'from', 'to', 'waiting'], rows)}\n\n${group} will read ${counted(lag)} events of ${topic} when it starts.`,
    );
  });
}

function strangeGroup(group: string, topic: string): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `The group "${group}" has never read "${topic}".`,
    cure: 'Check both names. A new group needs no replay: it begins at the start of the topic.',
  });
}
