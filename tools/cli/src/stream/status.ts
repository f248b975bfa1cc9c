import { LintelError, type StreamStatus, streamStatusSchema } from '@lintel/contracts';
import { type GroupOffset } from '@lintel/data';
import { type CommandContext } from '../command-context';
import { counted, table } from '../terminal/wording';
import { type ConnectionOptions, runningHere, withStream } from './connection';
import { overview } from './overview';

export interface StatusOptions extends ConnectionOptions {
  readonly all?: boolean;
  readonly group?: string;
  readonly topic?: readonly string[];
}

const ANSWER_WITHIN_MS = 10_000;

/** The groups of the running apps as they see themselves; or one group, or everything, as the broker sees it. */
export async function status(options: StatusOptions, context: CommandContext): Promise<void> {
  const { all = false, group, topic: topics } = options;
  if (topics !== undefined && group === undefined) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'Topics are shown as a group reads them.',
      expected: '--group NAME with --topic NAME…',
      cure: 'Name the group, or see every topic: lintel stream status --all',
    });
  }
  if (group !== undefined && topics !== undefined) return groupStatus(group, topics, options, context);
  if (all || group !== undefined || options.brokers !== undefined || options.database !== undefined) {
    return overview(options, context);
  }
  const { apps: urls } = runningHere(options.dataDir);
  const apps = await Promise.all(urls.map(async (url) => ({ url, ...(await ask(url)) })));
  context.terminal.result({ command: 'stream status', apps }, apps.map(describeApp).join('\n\n'));
}

async function groupStatus(
  group: string,
  topics: readonly string[],
  options: StatusOptions,
  context: CommandContext,
): Promise<void> {
  await withStream(options, context, async (stream) => {
    for (const topic of topics) await stream.topicOffsets(topic);
    const partitions = await stream.groupOffsets(group, topics);
    const lag = partitions.reduce((sum, one) => sum + one.lag, 0);
    context.terminal.result(
      { command: 'stream status', engine: stream.engine, group, lag, partitions },
      `${group}: ${counted(lag)} events wait\n\n${describePartitions(partitions)}`,
    );
  });
}

async function ask(url: string): Promise<StreamStatus> {
  try {
    const answer = await fetch(`${url}/v1/streams`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return streamStatusSchema.parse(await answer.json());
  } catch (cause) {
    throw new LintelError('SERVICE_UNAVAILABLE', {
      problem: `${url} does not tell about its streams.`,
      received: cause instanceof Error ? cause.message : String(cause),
      cure: 'Start it again with `npm start`, or ask the broker itself: --group NAME --topic NAME.',
      retryable: true,
      cause,
    });
  }
}

function describeApp({ url, engine, health, consumers }: StreamStatus & { url: string }): string {
  const head = `${url} on ${engine}: ${health.status}${health.reason === undefined ? '' : ` (${health.reason})`}`;
  const groups = consumers.map((one) => {
    const facts = `lag ${one.lag ?? '?'}, ${one.perSecond.toFixed(1)} a second, ${counted(one.handledTotal)} handled, ${one.deadLettersKept ?? '?'} dead letters`;
    return `${one.group}: ${facts}\n${describePartitions(one.partitions)}`;
  });
  return [head, ...groups].join('\n\n');
}

/** Topics whose partitions were never used are one line. */
function describePartitions(partitions: readonly GroupOffset[]): string {
  const rows = [...new Set(partitions.map(({ topic }) => topic))].flatMap((topic) => {
    const ours = partitions.filter((one) => one.topic === topic);
    const used = ours.filter(({ high }) => high > 0);
    if (used.length === 0) return [[topic, '-', '-', '0', '0']];
    return used.map((one) => [topic, ...[one.partition, one.committed ?? '-', one.high, one.lag].map(String)]);
  });
  return table(['topic', 'partition', 'committed', 'end', 'lag'], rows);
}
