import type { LintelError } from '@lintel/contracts';
import type { Admin } from 'kafkajs';
import type { PartitionRange, TopicDeclaration, TopicRanges } from '../event-stream';
import { PartitionCounts } from '../partition-counts';
import { recordsIn } from '../records-in';
import { checkPartitions, topicMissing } from '../stream-health';
import { settled, type KafkaClient } from './kafka-client';

const WEEK_MS = 7 * 24 * 3_600_000;
/** Internal topics of brokers, schema registries and similar programs. */
const INTERNAL = /^(__|_schemas$)/;

/** The topics of a cluster and their offsets. */
export class KafkaTopics {
  private readonly counts = new PartitionCounts((topic) =>
    this.client.administer((admin) => countPartitions(admin, topic), topic),
  );

  constructor(private readonly client: KafkaClient) {}

  create(topics: readonly TopicDeclaration[]): Promise<LintelError[]> {
    const { replicationFactor } = this.client.settings;
    return this.client.administer(async (admin) => {
      const existing = new Set(await admin.listTopics());
      const missing = topics.filter(({ name }) => !existing.has(name));
      if (missing.length > 0) {
        await admin.createTopics({
          waitForLeaders: false,
          topics: missing.map(({ name, partitions, retentionMs = WEEK_MS }) => ({
            topic: name,
            numPartitions: partitions,
            ...(replicationFactor === undefined ? {} : { replicationFactor }),
            configEntries: [{ name: 'retention.ms', value: String(retentionMs) }],
          })),
        });
      }
      const warnings: LintelError[] = [];
      for (const { name, partitions } of topics) {
        const existing = await settled(() => countPartitions(admin, name), /^UNKNOWN_TOPIC/);
        this.counts.set(name, existing);
        warnings.push(...checkPartitions(name, partitions, existing));
      }
      return warnings;
    });
  }

  list(): Promise<TopicRanges[]> {
    return this.client.observe(async (admin) => {
      const names = (await admin.listTopics()).filter((name) => !INTERNAL.test(name)).sort();
      return Promise.all(
        names.map(async (name) => {
          const partitions = await rangesOf(admin, name);
          return { name, partitions, records: recordsIn(partitions) };
        }),
      );
    });
  }

  offsets(topic: string): Promise<PartitionRange[]> {
    return this.client.administer((admin) => rangesOf(admin, topic), topic);
  }

  partitionsOf(topic: string): Promise<number> {
    return this.counts.of(topic);
  }
}

async function countPartitions(admin: Admin, topic: string): Promise<number> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const partitions = topics[0]?.partitions.length ?? 0;
  if (partitions === 0) throw topicMissing(topic);
  return partitions;
}

async function rangesOf(admin: Admin, topic: string): Promise<PartitionRange[]> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return offsets
    .map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }))
    .sort((a, b) => a.partition - b.partition);
}
