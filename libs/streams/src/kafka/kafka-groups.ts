import { AssignerProtocol, type Admin, type GroupDescription } from 'kafkajs';
import type { GroupListing, GroupOffset, OffsetTarget } from '../event-stream';
import { groupRunning } from '../stream-health';
import type { KafkaClient } from './kafka-client';
import type { KafkaTopics } from './kafka-topics';

/** The offsets of groups in a cluster, and resetting them. */
export class KafkaGroups {
  constructor(
    private readonly client: KafkaClient,
    private readonly topics: KafkaTopics,
  ) {}

  list(): Promise<GroupListing[]> {
    return this.client.observe(async (admin) => {
      const { groups } = await admin.listGroups();
      // Groups of other protocols (Kafka Connect's workers) share the coordinator and read nothing.
      const ids = groups
        .filter(({ protocolType }) => protocolType === 'consumer' || protocolType === '')
        .map(({ groupId }) => groupId);
      if (ids.length === 0) return [];
      const described = (await admin.describeGroups(ids)).groups.filter(({ state }) => state !== 'Dead');
      const listed = await Promise.all(described.map((group) => listingOf(admin, group)));
      return listed.sort((a, b) => (a.group < b.group ? -1 : 1));
    });
  }

  offsets(group: string, topics: readonly string[]): Promise<GroupOffset[]> {
    return this.client.administer(async (admin) => {
      const committed = await admin.fetchOffsets({ groupId: group, topics: [...topics] });
      const offsets: GroupOffset[] = [];
      for (const topic of topics) {
        const ours = committed.find((one) => one.topic === topic)?.partitions ?? [];
        for (const { partition, low, high } of await this.topics.offsets(topic)) {
          const offset = Number(ours.find((one) => one.partition === partition)?.offset ?? -1);
          const lag = high - Math.max(offset, low);
          offsets.push({ topic, partition, committed: offset < 0 ? null : offset, high, lag });
        }
      }
      return offsets;
    });
  }

  reset(group: string, topic: string, to: OffsetTarget): Promise<void> {
    return this.client.administer(async (admin) => {
      const ranges = await this.topics.offsets(topic);
      await refuseRunning(admin, group);
      const byTime =
        typeof to === 'object' && 'timestampMs' in to
          ? await admin.fetchTopicOffsetsByTimestamp(topic, to.timestampMs)
          : [];
      const offsets = ranges.map(({ partition, low, high }) => {
        if (to === 'beginning') return { topic, partition, offset: String(low) };
        if (to === 'end') return { topic, partition, offset: String(high) };
        if ('offset' in to) return { topic, partition, offset: String(Math.min(to.offset, high)) };
        const found = Number(byTime.find((one) => one.partition === partition)?.offset ?? -1);
        return { topic, partition, offset: String(found < 0 ? high : found) };
      });
      await this.commitAsOnlyMember(group, topic, offsets);
    }, topic);
  }

  delete(group: string): Promise<void> {
    return this.client.administer(async (admin) => {
      // A group without offsets is unknown to the broker: there is nothing to delete.
      if ((await refuseRunning(admin, group)) === 'Empty') await admin.deleteGroups([group]);
    });
  }

  /** For a group without members, Kafka accepts offsets only from a member, so this joins it for a moment. */
  private async commitAsOnlyMember(
    groupId: string,
    topic: string,
    offsets: { topic: string; partition: number; offset: string }[],
  ): Promise<void> {
    const consumer = this.client.kafka.consumer({ groupId, maxWaitTimeInMs: 50 });
    try {
      await consumer.connect();
      await consumer.subscribe({ topic });
      const joined = new Promise<void>((resolve) => consumer.on('consumer.group_join', () => resolve()));
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: () => Promise.resolve() });
      await joined;
      await consumer.commitOffsets(offsets);
    } finally {
      await consumer.disconnect();
    }
  }
}

async function refuseRunning(admin: Admin, group: string): Promise<'Empty' | 'Dead'> {
  const { groups } = await admin.describeGroups([group]);
  const state = groups[0]?.state ?? 'Dead';
  if (state !== 'Empty' && state !== 'Dead') throw groupRunning(group);
  return state;
}

async function listingOf(admin: Admin, { groupId, members }: GroupDescription): Promise<GroupListing> {
  const offsets = await admin.fetchOffsets({ groupId });
  const committed = offsets
    .flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) })),
    )
    .filter(({ offset }) => offset >= 0)
    .sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1));
  const read = members.flatMap(({ memberAssignment }) => assignedTopics(memberAssignment));
  const topics = [...new Set([...committed.map(({ topic }) => topic), ...read])].sort();
  return { group: groupId, topics, running: members.length > 0, committed };
}

/** Members have no assignment while the group is still distributing the partitions. */
function assignedTopics(memberAssignment: Buffer): string[] {
  if (memberAssignment.length === 0) return [];
  try {
    return Object.keys(AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {});
  } catch {
    // A client with its own assignment protocol.
    return [];
  }
}
