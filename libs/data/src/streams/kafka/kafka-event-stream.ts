import { LintelError } from '@lintel/contracts';
import { Kafka, logLevel, type Admin, type ISocketFactory, type Producer } from 'kafkajs';
import { connect as connectPlain, isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type {
  BatchHandler,
  EventStream,
  GroupOffset,
  OffsetTarget,
  PartitionRange,
  StreamHealth,
  StreamRecord,
  SubscribeOptions,
  Subscription,
  TopicDeclaration,
} from '../event-stream';
import { partitionOf } from '../partition-of';
import { PublishQueue, streamClosed, type PlacedRecord } from '../publish-queue';
import { groupRunning, HealthRecord, streamUnavailable, topicMismatch, topicMissing } from '../stream-health';
import { protocolError } from './kafka-failure';
import type { KafkaSettings } from './kafka-settings';
import { KafkaSubscription } from './kafka-subscription';

const WEEK_MS = 7 * 24 * 3_600_000;
const CONNECT_MS = 3_000;
const SETTLING_MS = 10_000;

/** Small writes leave at once: Nagle's algorithm would hold them back for the acknowledgement of those before. */
const socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
    : connectPlain({ host, port }, onConnect);
  return socket.setKeepAlive(true, 60_000).setNoDelay(true);
};

/** Apache Kafka through kafkajs, which this folder alone knows. */
export class KafkaEventStream implements EventStream {
  readonly engine = 'kafka';
  private readonly kafka: Kafka;
  private readonly queue: PublishQueue;
  private readonly state = new HealthRecord();
  private readonly subscriptions = new Set<KafkaSubscription>();
  private readonly partitions = new Map<string, number>();
  private admin: Promise<Admin> | undefined;
  private producer: Promise<Producer> | undefined;
  private turn = 0;

  constructor(private readonly settings: KafkaSettings) {
    const { brokers, clientId, tls, sasl } = settings;
    this.kafka = new Kafka({
      brokers,
      clientId,
      ssl: typeof tls === 'boolean' ? tls : { ...tls },
      ...(sasl === undefined ? {} : { sasl: sasl as never }),
      connectionTimeout: CONNECT_MS,
      requestTimeout: 10_000,
      socketFactory,
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 },
    });
    this.queue = new PublishQueue((records) => this.send(records));
    this.state.watch(() => this.asked(async () => void (await (await this.connectedAdmin()).describeCluster())));
  }

  health(): StreamHealth {
    return this.state.get();
  }

  createTopics(topics: readonly TopicDeclaration[]): Promise<void> {
    return this.asked(async () => {
      const admin = await this.connectedAdmin();
      const existing = new Set(await admin.listTopics());
      const missing = topics.filter(({ name }) => !existing.has(name));
      if (missing.length > 0) {
        await admin.createTopics({
          waitForLeaders: false,
          topics: missing.map(({ name, partitions, retentionMs = WEEK_MS }) => ({
            topic: name,
            numPartitions: partitions,
            ...(this.settings.replicationFactor === undefined
              ? {}
              : { replicationFactor: this.settings.replicationFactor }),
            configEntries: [{ name: 'retention.ms', value: String(retentionMs) }],
          })),
        });
      }
      for (const { name, partitions } of topics) {
        const received = await settled(() => this.partitionsOf(name), /^UNKNOWN_TOPIC/);
        if (received !== partitions) throw topicMismatch(name, partitions, received);
      }
    });
  }

  async publish(records: readonly StreamRecord[]): Promise<void> {
    if (this.state.get().status === 'closed') throw streamClosed();
    const placed: PlacedRecord[] = [];
    for (const record of records) {
      const partitions = this.partitions.get(record.topic) ?? (await this.asked(() => this.partitionsOf(record.topic)));
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
        open: (settings) => this.kafka.consumer(settings),
        topicOffsets: (topic) => this.topicOffsets(topic),
        groupOffsets: (topics) => this.groupOffsets(options.group, topics),
        onTraffic: () => this.state.succeeded(),
        onFailure: (error) => this.state.failed(`Kafka does not answer: ${messageOf(error)}`),
      },
      handle,
    );
    this.subscriptions.add(subscription);
    return subscription;
  }

  topicOffsets(topic: string): Promise<readonly PartitionRange[]> {
    return this.asked(async () => {
      const offsets = await (await this.connectedAdmin()).fetchTopicOffsets(topic);
      return offsets
        .map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }))
        .sort((a, b) => a.partition - b.partition);
    }, topic);
  }

  groupOffsets(group: string, topics: readonly string[]): Promise<readonly GroupOffset[]> {
    return this.asked(async () => {
      const admin = await this.connectedAdmin();
      const committed = await admin.fetchOffsets({ groupId: group, topics: [...topics] });
      const offsets: GroupOffset[] = [];
      for (const topic of topics) {
        const ours = committed.find((one) => one.topic === topic)?.partitions ?? [];
        for (const { partition, low, high } of await this.topicOffsets(topic)) {
          const offset = Number(ours.find((one) => one.partition === partition)?.offset ?? -1);
          const lag = high - Math.max(offset, low);
          offsets.push({ topic, partition, committed: offset < 0 ? null : offset, high, lag });
        }
      }
      return offsets;
    });
  }

  resetOffsets(group: string, topic: string, to: OffsetTarget): Promise<void> {
    return this.asked(async () => {
      const admin = await this.connectedAdmin();
      const ranges = await this.topicOffsets(topic);
      await this.refuseRunning(admin, group);
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

  deleteGroup(group: string): Promise<void> {
    return this.asked(async () => {
      const admin = await this.connectedAdmin();
      // A group without offsets is unknown to the broker: nothing to forget.
      if ((await this.refuseRunning(admin, group)) === 'Empty') await admin.deleteGroups([group]);
    });
  }

  async close(): Promise<void> {
    if (this.state.get().status === 'closed') return;
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.queue.close();
    // Clients that still try to reach a broker that is away are not waited for: that takes them many seconds.
    const away = this.state.get().status === 'waiting';
    this.state.closed();
    for (const client of [this.producer, this.admin]) {
      const left = client?.then((connected) => connected.disconnect()).catch(() => undefined);
      if (!away) await left;
    }
  }

  private async send(records: readonly PlacedRecord[]): Promise<void> {
    const topics = new Map<string, PlacedRecord[]>();
    for (const record of records) {
      const sameTopic = topics.get(record.topic);
      if (sameTopic === undefined) topics.set(record.topic, [record]);
      else sameTopic.push(record);
    }
    const topicMessages = [...topics].map(([topic, messages]) => ({ topic, messages: messages as never[] }));
    await this.asked(async () => {
      const opened = this.connectedProducer();
      try {
        await (await opened).sendBatch({ topicMessages, acks: -1 });
      } catch (error) {
        // Its sequence numbers are unsure now: a broker that did write the records would take the next ones with
        // the same numbers for a repetition, and drop them. A new producer has a new identity.
        this.producer = undefined;
        void opened.then((producer) => producer.disconnect()).catch(() => undefined);
        throw error;
      }
    }, records[0]?.topic);
  }

  private async partitionsOf(topic: string): Promise<number> {
    const admin = await this.connectedAdmin();
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const partitions = topics[0]?.partitions.length ?? 0;
    if (partitions === 0) throw topicMissing(topic);
    this.partitions.set(topic, partitions);
    return partitions;
  }

  private async refuseRunning(admin: Admin, group: string): Promise<'Empty' | 'Dead'> {
    const { groups } = await admin.describeGroups([group]);
    const state = groups[0]?.state ?? 'Dead';
    if (state !== 'Empty' && state !== 'Dead') throw groupRunning(group);
    return state;
  }

  /** Kafka takes offsets of a group without members from a member alone, so we are one for a moment. */
  private async commitAsOnlyMember(
    groupId: string,
    topic: string,
    offsets: { topic: string; partition: number; offset: string }[],
  ): Promise<void> {
    const consumer = this.kafka.consumer({ groupId, maxWaitTimeInMs: 50 });
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

  private connectedAdmin(): Promise<Admin> {
    this.admin ??= connected(this.kafka.admin()).catch((error: unknown) => {
      this.admin = undefined;
      throw error;
    });
    return this.admin;
  }

  private connectedProducer(): Promise<Producer> {
    const { publishTimeoutMs } = this.settings;
    this.producer ??= connected(
      this.kafka.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
        // Each attempt waits at most a second longer than the one before.
        retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: Math.ceil(publishTimeoutMs / 1_000) },
        createPartitioner:
          () =>
          ({ message }) =>
            (message as unknown as PlacedRecord).partition,
      }),
    ).catch((error: unknown) => {
      this.producer = undefined;
      throw error;
    });
    return this.producer;
  }

  private async asked<T>(work: () => Promise<T>, topic?: string): Promise<T> {
    try {
      const result = await settled(work);
      this.state.succeeded();
      return result;
    } catch (error) {
      if (error instanceof LintelError) throw error;
      const type = protocolError(error);
      if (type === 'UNKNOWN_TOPIC_OR_PARTITION') throw topicMissing(topic ?? '?', error);
      if (type !== undefined && /AUTHORIZATION|INVALID|TOO_LARGE|UNSUPPORTED|POLICY/.test(type)) throw error;
      this.state.failed(`Kafka does not answer: ${messageOf(error)}`);
      throw streamUnavailable(
        `Kafka at ${this.settings.brokers.join(', ')}`,
        'Start it (npm run kafka), or check KAFKA_BROKERS.',
        error,
      );
    }
  }
}

async function connected<Client extends Admin | Producer>(client: Client): Promise<Client> {
  await client.connect();
  return client;
}

/** Asks again while a cluster has yet to agree on a new topic or leader, which it says of itself. */
async function settled<T>(work: () => Promise<T>, alsoWhile = /^$/): Promise<T> {
  for (const until = Date.now() + SETTLING_MS; ; await delay(50)) {
    try {
      return await work();
    } catch (error) {
      const type = protocolError(error) ?? '';
      if (Date.now() > until || !(/^NOT_LEADER|LEADER_NOT|COORDINATOR/.test(type) || alsoWhile.test(type))) throw error;
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
