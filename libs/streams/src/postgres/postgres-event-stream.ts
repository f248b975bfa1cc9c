import { LintelError } from '@lintel/contracts';
import { DatabaseError, Pool } from 'pg';
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
import { partitionOf } from '../partition-of';
import { PublishQueue, streamClosed, type PlacedRecord } from '../publish-queue';
import { HealthRecord, streamUnavailable, topicMissing } from '../stream-health';
import { ChangeListener } from './change-listener';
import { PostgresGroups } from './postgres-groups';
import { PostgresSubscription } from './postgres-subscription';
import { PostgresTopics } from './postgres-topics';
import { installStreamSchema } from './stream-schema';
import { QuietClient } from '../database/quiet-client';

export interface PostgresEventStreamOptions {
  /** `postgres://…` */
  readonly url: string;
  /** Number of connections for reading and writing, besides one for notifications. Default: 6. */
  readonly connections?: number;
  /** How long after a member's last sign of life its partitions move to others, milliseconds. Default: 10,000. */
  readonly sessionTimeoutMs?: number;
}

const CLEANING_MS = 60_000;
const NO_DATA_FOUND = 'P0002';

/** The event log in PostgreSQL: for machines without a broker, across processes, with Kafka's semantics. */
export class PostgresEventStream implements EventStream {
  readonly engine = 'postgres';
  private readonly pool: Pool;
  private readonly changes: ChangeListener;
  private readonly queue: PublishQueue;
  private readonly state = new HealthRecord();
  private readonly subscriptions = new Set<Subscription>();
  private readonly topics = new PostgresTopics((work) => this.asked(work));
  private readonly groups = new PostgresGroups((work) => this.asked(work));
  private readonly cleaning: NodeJS.Timeout;
  private installation: Promise<void> | undefined;
  private turn = 0;

  constructor(private readonly options: PostgresEventStreamOptions) {
    this.pool = new Pool({
      Client: QuietClient,
      connectionString: options.url,
      max: options.connections ?? 6,
      connectionTimeoutMillis: 5_000,
      application_name: 'lintel streams',
    });
    // Idle connections break when the server restarts; the next query opens new ones.
    this.pool.on('error', (error) => this.state.failed(error.message));
    this.changes = new ChangeListener(options.url, 'lintel_streams');
    this.queue = new PublishQueue((records) => this.append(records));
    this.state.watch(() => this.asked(async (pool) => void (await pool.query('SELECT 1'))));
    this.cleaning = setInterval(() => void this.topics.removeExpired().catch(() => undefined), CLEANING_MS).unref();
  }

  health(): StreamHealth {
    return this.state.get();
  }

  createTopics(topics: readonly TopicDeclaration[]): Promise<readonly LintelError[]> {
    return this.topics.create(topics);
  }

  async publish(records: readonly StreamRecord[]): Promise<void> {
    if (this.state.get().status === 'closed') throw streamClosed();
    const placed: PlacedRecord[] = [];
    for (const record of records) {
      const partitions = await this.topics.partitionsOf(record.topic);
      const partition = record.key === null ? (this.turn += 1) % partitions : partitionOf(record.key, partitions);
      placed.push({ ...record, partition });
    }
    await this.queue.add(placed);
  }

  subscribe(options: SubscribeOptions, handle: BatchHandler): Subscription {
    const subscription = new PostgresSubscription(
      this.pool,
      this.changes,
      {
        ...options,
        sessionTimeoutMs: this.options.sessionTimeoutMs ?? 10_000,
        ready: () => this.installed(),
        onTraffic: (error) => (error === undefined ? this.state.succeeded() : this.state.failed(messageOf(error))),
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
    if (this.state.get().status === 'closed') return;
    clearInterval(this.cleaning);
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.queue.close();
    this.state.closed();
    await this.changes.close();
    await this.pool.end();
  }

  private async append(records: readonly PlacedRecord[]): Promise<void> {
    await this.asked((pool) =>
      pool.query({
        name: 'lintel-streams-append',
        text: 'SELECT streams.append($1, $2, $3, $4, $5)',
        values: [
          records.map(({ topic }) => topic),
          records.map(({ partition }) => partition),
          records.map(({ key }) => key),
          records.map(({ value }) => value),
          records.map(({ headers }) => JSON.stringify(headers)),
        ],
      }),
    );
  }

  private installed(): Promise<void> {
    this.installation ??= installStreamSchema(this.pool).catch((error: unknown) => {
      this.installation = undefined;
      throw error;
    });
    return this.installation;
  }

  private async asked<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
    try {
      await this.installed();
      const result = await work(this.pool);
      this.state.succeeded();
      return result;
    } catch (error) {
      if (error instanceof LintelError) throw error;
      if (error instanceof DatabaseError && error.code === NO_DATA_FOUND) throw topicMissing(error.detail ?? '', error);
      // An error of a statement is a bug here; any other error concerns the connection.
      if (error instanceof DatabaseError && !/^(08|53|57)/.test(error.code ?? '')) throw error;
      this.state.failed(`PostgreSQL does not answer: ${messageOf(error)}`);
      throw streamUnavailable('PostgreSQL, which keeps the events,', 'Start it, or check DATABASE_URL.', error);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
