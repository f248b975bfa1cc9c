import { LintelError } from '@lintel/contracts';
import { DatabaseError, Pool } from 'pg';
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
import { ChangeListener } from './change-listener';
import { PostgresSubscription } from './postgres-subscription';
import { installStreamSchema } from './stream-schema';

export interface PostgresEventStreamOptions {
  /** `postgres://…` */
  readonly url: string;
  /** Connections for reading and writing; one more listens. Default: 6. */
  readonly connections?: number;
  /** After how long without a sign of life a member's partitions go to others, milliseconds. Default: 10,000. */
  readonly sessionTimeoutMs?: number;
}

const WEEK_MS = 7 * 24 * 3_600_000;
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
  private readonly partitions = new Map<string, number>();
  private readonly cleaning: NodeJS.Timeout;
  private installation: Promise<void> | undefined;
  private turn = 0;

  constructor(private readonly options: PostgresEventStreamOptions) {
    this.pool = new Pool({
      connectionString: options.url,
      max: options.connections ?? 6,
      connectionTimeoutMillis: 5_000,
      application_name: 'lintel streams',
    });
    // Idle connections break when the server restarts; the next query opens new ones.
    this.pool.on('error', (error) => this.state.failed(error.message));
    this.changes = new ChangeListener(options.url, 'lintel_streams');
    this.queue = new PublishQueue((records) => this.append(records));
    this.state.watch(() => this.asked(async () => void (await this.pool.query('SELECT 1'))));
    this.cleaning = setInterval(() => void this.removeExpired().catch(() => undefined), CLEANING_MS).unref();
  }

  health(): StreamHealth {
    return this.state.get();
  }

  createTopics(topics: readonly TopicDeclaration[]): Promise<void> {
    return this.asked(async () => {
      for (const { name, partitions, retentionMs = WEEK_MS } of topics) {
        await this.pool.query(
          `WITH made AS (INSERT INTO streams.topic VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING name, partitions)
           INSERT INTO streams.log_end (topic, partition) SELECT name, generate_series(0, partitions - 1) FROM made`,
          [name, partitions, retentionMs],
        );
        const existing = await this.partitionsOf(name);
        if (existing !== partitions) throw topicMismatch(name, partitions, existing);
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

  topicOffsets(topic: string): Promise<readonly PartitionRange[]> {
    return this.asked(async () => {
      const { rows } = await this.pool.query<{ partition: number; low: string; high: string }>(
        `SELECT partition, next_offset AS high, coalesce((SELECT min("offset") FROM streams.record r
           WHERE r.topic = e.topic AND r.partition = e.partition), next_offset) AS low
         FROM streams.log_end e WHERE topic = $1 ORDER BY partition`,
        [topic],
      );
      if (rows.length === 0) throw topicMissing(topic);
      return rows.map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }));
    });
  }

  groupOffsets(group: string, topics: readonly string[]): Promise<readonly GroupOffset[]> {
    return this.asked(async () => {
      const { rows } = await this.pool.query<{
        topic: string;
        partition: number;
        high: string;
        low: string;
        committed: string | null;
      }>(
        `SELECT e.topic, e.partition, e.next_offset AS high, g.committed,
           coalesce((SELECT min("offset") FROM streams.record r
             WHERE r.topic = e.topic AND r.partition = e.partition), e.next_offset) AS low
         FROM streams.log_end e LEFT JOIN streams.group_partition g
           ON g.group_name = $1 AND g.topic = e.topic AND g.partition = e.partition
         WHERE e.topic = ANY ($2) ORDER BY 1, 2`,
        [group, topics],
      );
      return rows.map(({ topic, partition, ...row }) => {
        const high = Number(row.high);
        const committed = row.committed === null ? null : Number(row.committed);
        return { topic, partition, committed, high, lag: high - Math.max(committed ?? 0, Number(row.low)) };
      });
    });
  }

  resetOffsets(group: string, topic: string, to: OffsetTarget): Promise<void> {
    return this.asked(async () => {
      await this.partitionsOf(topic);
      const offset = typeof to === 'object' && 'offset' in to ? to.offset : null;
      const timestampMs = typeof to === 'object' && 'timestampMs' in to ? to.timestampMs : null;
      const { rows } = await this.pool.query<{ running: boolean }>(
        `WITH living AS (SELECT EXISTS (SELECT FROM streams.group_member
             WHERE group_name = $1 AND expires_at >= clock_timestamp()) AS running),
         moved AS (
           INSERT INTO streams.group_partition (group_name, topic, partition, committed)
           SELECT $1, topic, partition, CASE
             WHEN $3 = 'end' THEN next_offset
             WHEN $3 = 'offset' THEN least($4::bigint, next_offset)
             WHEN $3 = 'timestamp' THEN coalesce((SELECT min("offset") FROM streams.record r WHERE r.topic = e.topic
               AND r.partition = e.partition AND published_at >= to_timestamp($5::float8 / 1000)), next_offset)
             ELSE 0 END
           FROM streams.log_end e, living WHERE topic = $2 AND NOT running
           ON CONFLICT (group_name, topic, partition) DO UPDATE SET committed = excluded.committed)
         SELECT running FROM living`,
        [group, topic, offset !== null ? 'offset' : timestampMs !== null ? 'timestamp' : to, offset, timestampMs],
      );
      if (rows[0]!.running) throw groupRunning(group);
    });
  }

  deleteGroup(group: string): Promise<void> {
    return this.asked(async () => {
      const { rows } = await this.pool.query<{ running: boolean }>(
        `WITH living AS (SELECT EXISTS (SELECT FROM streams.group_member
             WHERE group_name = $1 AND expires_at >= clock_timestamp()) AS running),
         gone AS (DELETE FROM streams.group_partition p USING living WHERE group_name = $1 AND NOT running)
         SELECT running FROM living`,
        [group],
      );
      if (rows[0]!.running) throw groupRunning(group);
    });
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
    await this.asked(() =>
      this.pool.query({
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

  private async partitionsOf(topic: string): Promise<number> {
    const { rows } = await this.pool.query<{ partitions: number }>(
      'SELECT partitions FROM streams.topic WHERE name = $1',
      [topic],
    );
    if (rows[0] === undefined) throw topicMissing(topic);
    this.partitions.set(topic, rows[0].partitions);
    return rows[0].partitions;
  }

  /** Retention. Several processes may do it at once: each skips what another one has locked. */
  private async removeExpired(): Promise<void> {
    await this.asked(() =>
      this.pool.query(
        `DELETE FROM streams.record WHERE ctid = ANY (ARRAY(
           SELECT r.ctid FROM streams.record r JOIN streams.topic t ON t.name = r.topic
           WHERE r.published_at < clock_timestamp() - t.retention_ms * interval '1 millisecond'
           LIMIT 20000 FOR UPDATE OF r SKIP LOCKED))`,
      ),
    );
  }

  private installed(): Promise<void> {
    this.installation ??= installStreamSchema(this.pool).catch((error: unknown) => {
      this.installation = undefined;
      throw error;
    });
    return this.installation;
  }

  private async asked<T>(work: () => Promise<T>): Promise<T> {
    try {
      await this.installed();
      const result = await work();
      this.state.succeeded();
      return result;
    } catch (error) {
      if (error instanceof LintelError) throw error;
      if (error instanceof DatabaseError && error.code === NO_DATA_FOUND) throw topicMissing(error.detail ?? '', error);
      // What the server says about a statement is a mistake of ours; anything else is the way to it.
      if (error instanceof DatabaseError && !/^(08|53|57)/.test(error.code ?? '')) throw error;
      this.state.failed(`PostgreSQL does not answer: ${messageOf(error)}`);
      throw streamUnavailable('PostgreSQL, which keeps the events,', 'Start it, or check DATABASE_URL.', error);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
