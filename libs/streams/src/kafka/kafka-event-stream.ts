import type { LintelError } from '@lintel/contracts';
import type { Producer } from 'kafkajs';
import type {
  BatchHandler,
  EventStream,
  GroupListing,
  GroupOffset,
  OffsetTarget,
  PartitionRange,
  StreamHealth,
  StreamRecord,
  SubscribeOptions,
  Subscription,
  TopicDeclaration,
  TopicRanges,
} from '../event-stream';
import { PARTITIONS_TRUSTED_MS } from '../partition-counts';
import { partitionOf } from '../partition-of';
import { PublishQueue, streamClosed, type PlacedRecord } from '../publish-queue';
import { connected, KafkaClient, left } from './kafka-client';
import { KafkaGroups } from './kafka-groups';
import type { KafkaSettings } from './kafka-settings';
import { KafkaSubscription } from './kafka-subscription';
import { KafkaTopics } from './kafka-topics';

/** Apache Kafka through kafkajs, which only this folder uses. */
export class KafkaEventStream implements EventStream {
  readonly engine = 'kafka';
  private readonly client: KafkaClient;
  private readonly topics: KafkaTopics;
  private readonly groups: KafkaGroups;
  private readonly queue: PublishQueue;
  private readonly subscriptions = new Set<KafkaSubscription>();
  private producer: Promise<Producer> | undefined;
  private turn = 0;

  constructor(private readonly settings: KafkaSettings) {
    this.client = new KafkaClient(settings);
    this.topics = new KafkaTopics(this.client);
    this.groups = new KafkaGroups(this.client, this.topics);
    this.queue = new PublishQueue((records) => this.send(records));
  }

  health(): StreamHealth {
    return this.client.state.get();
  }

  createTopics(topics: readonly TopicDeclaration[]): Promise<readonly LintelError[]> {
    return this.topics.create(topics);
  }

  async publish(records: readonly StreamRecord[]): Promise<void> {
    if (this.client.state.get().status === 'closed') throw streamClosed();
    const placed: PlacedRecord[] = [];
    for (const record of records) {
      const partitions = await this.topics.partitionsOf(record.topic);
      const partition = record.key === null ? (this.turn += 1) % partitions : partitionOf(record.key, partitions);
      placed.push({ ...record, partition });
    }
    await this.queue.add(placed);
  }

  subscribe(options: SubscribeOptions, handle: BatchHandler): Subscription {
    const subscription = new KafkaSubscription(
      {
        ...options,
        sessionTimeoutMs: this.settings.sessionTimeoutMs,
        open: (settings) => this.client.kafka.consumer(settings),
        topicOffsets: (topic) => this.topicOffsets(topic),
        groupOffsets: (topics) => this.groupOffsets(options.group, topics),
        onTraffic: () => this.client.state.succeeded(),
        onRefusal: ({ problem, cure }) => this.client.state.troubled(`${problem} ${cure}`),
        onFailure: (error) => this.client.failed(error),
      },
      handle,
    );
    this.subscriptions.add(subscription);
    return subscription;
  }

  listTopics(): Promise<readonly TopicRanges[]> {
    return this.topics.list();
  }

  listGroups(): Promise<readonly GroupListing[]> {
    return this.groups.list();
  }

  topicOffsets(topic: string): Promise<readonly PartitionRange[]> {
    return this.topics.offsets(topic);
  }

  groupOffsets(group: string, topics: readonly string[]): Promise<readonly GroupOffset[]> {
    return this.groups.offsets(group, topics);
  }

  resetOffsets(group: string, topic: string, to: OffsetTarget): Promise<void> {
    return this.groups.reset(group, topic, to);
  }

  deleteGroup(group: string): Promise<void> {
    return this.groups.delete(group);
  }

  async close(): Promise<void> {
    if (this.client.state.get().status === 'closed') return;
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.queue.close();
    await this.client.close(this.producer);
  }

  private async send(records: readonly PlacedRecord[]): Promise<void> {
    const topics = new Map<string, PlacedRecord[]>();
    for (const record of records) {
      const sameTopic = topics.get(record.topic);
      if (sameTopic === undefined) topics.set(record.topic, [record]);
      else sameTopic.push(record);
    }
    const topicMessages = [...topics].map(([topic, messages]) => ({ topic, messages: messages as never[] }));
    await this.client.asked(async () => {
      const opened = this.connectedProducer();
      try {
        await (await opened).sendBatch({ topicMessages, acks: -1 });
      } catch (error) {
        // Its sequence numbers are now uncertain: a broker that did write the records would treat the next ones with
        // the same numbers as duplicates, and drop them. A new producer has a new identity.
        this.producer = undefined;
        void left(opened);
        throw error;
      }
    }, records[0]?.topic);
  }

  private connectedProducer(): Promise<Producer> {
    const { publishTimeoutMs } = this.settings;
    this.producer ??= connected(
      this.client.kafka.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
        metadataMaxAge: PARTITIONS_TRUSTED_MS,
        // Each attempt waits at most a second longer than the one before.
        retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: Math.ceil(publishTimeoutMs / 1_000) },
        createPartitioner:
          () =>
          ({ message, partitionMetadata: { length } }) => {
            const { partition, key } = message as unknown as PlacedRecord;
            // kafkajs silently drops records for a partition that is not in its own metadata yet.
            if (partition < length) return partition;
            return key === null ? partition % length : partitionOf(key, length);
          },
      }),
      () => (this.producer = undefined),
    );
    return this.producer;
  }
}
