import type { StreamOverview } from '@lintel/contracts';
import { groupOfDeadLetters, topicKind } from '../consume/retry-topics';
import { SettledLetters, sizeOf } from '../consume/settled-letters';
import { readSettled } from '../consume/settlement-log';
import type { EventStream, GroupListing, TopicRanges } from '../event-stream';

type GroupOverview = StreamOverview['groups'][number];
type DeadLetterCount = NonNullable<GroupOverview['deadLetters']>;

/** Temporary groups: a live view, a tail, a reader of dead letters. */
const PASSING = /\.live-|\.dead-letters\.(list-|replay$)|^lintel\.tail-/;

/**
 * All topics, and all groups of all processes with their lag and dead letters. Lintel's internal groups and topics are
 * left out: temporary groups, and the marks on dead letters.
 * @throws LintelError STREAM_UNAVAILABLE
 */
export async function streamOverview(stream: EventStream): Promise<StreamOverview> {
  const [topics, groups] = await Promise.all([stream.listTopics(), stream.listGroups()]);
  const deadLetters = await countByGroup(stream, topics);
  const ranges = new Map(topics.map((topic) => [topic.name, topic]));
  const lasting = groups.filter(({ group }) => !PASSING.test(group));
  // A broker forgets a group that was inactive for long, but keeps its dead letters.
  const forgotten = [...deadLetters.keys()].filter((name) => !lasting.some(({ group }) => group === name));
  const all = [...lasting, ...forgotten.map((group) => ({ group, topics: [], running: false, committed: [] }))];
  return {
    engine: stream.engine,
    topics: topics.flatMap(({ name, records, partitions }) => {
      const kind = topicKind(name);
      return kind === 'settled' ? [] : [{ name, kind, records, partitions: [...partitions] }];
    }),
    groups: all
      .map((listing) => groupOverview(listing, ranges, deadLetters.get(listing.group)))
      .sort((a, b) => (a.group < b.group ? -1 : 1)),
    deadLettersWaiting: [...deadLetters.values()].reduce((sum, { waiting }) => sum + waiting, 0),
  };
}

async function countByGroup(
  stream: EventStream,
  topics: readonly TopicRanges[],
): Promise<ReadonlyMap<string, DeadLetterCount>> {
  const settledFor = new Set(topics.filter(({ name }) => topicKind(name) === 'settled').map(({ name }) => name));
  const counts = topics
    .filter(({ name }) => topicKind(name) === 'dead-letters')
    .map(async ({ name, partitions: [range], records }): Promise<[string, DeadLetterCount]> => {
      const group = groupOfDeadLetters(name);
      const isMarked = records > 0 && settledFor.has(`${name}.settled`);
      const settled = isMarked ? await readSettled(stream, group) : new SettledLetters();
      return [group, { kept: records, waiting: sizeOf(settled.waiting(range?.low ?? 0, range?.high ?? 0)) }];
    });
  return new Map(await Promise.all(counts));
}

function groupOverview(
  { group, running, topics, committed }: GroupListing,
  ranges: ReadonlyMap<string, TopicRanges>,
  deadLetters: DeadLetterCount | undefined,
): GroupOverview {
  const read = topics.flatMap((topic) => {
    // Only the offsets remain of a deleted topic.
    const found = ranges.get(topic);
    if (found === undefined) return [];
    const partitions = found.partitions.map(({ partition, low, high }) => {
      const offset = committed.find((one) => one.topic === topic && one.partition === partition)?.offset ?? null;
      return { partition, committed: offset, high, lag: Math.max(0, high - Math.max(offset ?? 0, low)) };
    });
    return [{ topic, lag: partitions.reduce((sum, { lag }) => sum + lag, 0), partitions }];
  });
  const lag = read.reduce((sum, one) => sum + one.lag, 0);
  return { group, running, lag, topics: read, deadLetters: deadLetters ?? null };
}
