import { LintelError } from '@lintel/contracts';
import { Pool } from 'pg';
import type { EventStream } from '../event-stream';
import { ChangeListener } from '../postgres/change-listener';
import { poolTransact } from './pool-transact';
import { installDeliveryTables, type Transact } from './transaction';
import { QuietClient } from '../../database/quiet-client';

export interface OutboxRelayOptions {
  /** The database that contains the outbox. */
  readonly url: string;
  readonly stream: EventStream;
  /** Maximum number of events per turn. Default: 1,000. */
  readonly batch?: number;
  readonly onError?: (error: unknown) => void;
}

interface OutboxRow {
  seq: string;
  topic: string;
  key: string | null;
  value: Buffer | null;
  headers: Record<string, string>;
}

const POLL_MS = 1_000;
const REFUSED_MS = 10_000;

/**
 * Publishes the events in the outbox, in the order of commits for each key. Any number of processes may run a relay: a
 * lock lets one of them work at a time, and is released when its connection ends, also by kill -9. A relay killed
 * between publishing and deleting publishes those events again, with the same ids: the inbox drops them.
 */
export class OutboxRelay {
  private readonly pool: Pool;
  private readonly transact: Transact;
  private readonly changes: ChangeListener;
  private readonly loop: Promise<void>;
  private stopped = false;
  private wake: () => void = () => undefined;
  private published = 0;
  /** Topics that do not exist or refuse their events, and when to try them again. */
  private readonly refused = new Map<string, number>();

  constructor(private readonly options: OutboxRelayOptions) {
    this.pool = new Pool({
      Client: QuietClient,
      connectionString: options.url,
      max: 1,
      connectionTimeoutMillis: 5_000,
    });
    this.pool.on('error', () => undefined);
    this.transact = poolTransact(this.pool);
    this.changes = new ChangeListener(options.url, 'lintel_outbox');
    this.changes.listen(() => this.wake());
    this.loop = this.run();
  }

  /** Number of events published since the start. */
  get publishedTotal(): number {
    return this.published;
  }

  /** Waits for the current turn. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.loop;
    await this.changes.close();
    await this.pool.end();
  }

  private async run(): Promise<void> {
    let installed = false;
    while (!this.stopped) {
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      try {
        if (!installed) await installDeliveryTables(this.transact);
        installed = true;
        if ((await this.turn()) > 0) continue;
      } catch (error) {
        if (!this.stopped) this.options.onError?.(error);
      }
      await Promise.race([woken, new Promise((resolve) => setTimeout(resolve, POLL_MS).unref())]);
    }
  }

  private turn(): Promise<number> {
    return this.transact(async (transaction) => {
      const [lock] = (await transaction.query(
        "SELECT pg_try_advisory_xact_lock(hashtextextended('lintel.outbox.relay', 0)) AS ours",
      )) as { ours: boolean }[];
      if (!lock!.ours) return 0;
      const rows = (await transaction.query(
        'SELECT seq, topic, key, value, headers FROM streams.outbox WHERE topic <> ALL ($2) ORDER BY seq LIMIT $1',
        [this.options.batch ?? 1_000, this.refusedTopics()],
      )) as OutboxRow[];
      if (rows.length === 0) return 0;
      const done = await this.publish(rows);
      // By number, not «up to»: a transaction with a lower number may be committing just now.
      await transaction.query('DELETE FROM streams.outbox WHERE seq = ANY ($1)', [done.map(({ seq }) => seq)]);
      this.published += done.length;
      return done.length;
    });
  }

  /** @returns what was published; a topic that refuses its events does not delay the others */
  private async publish(rows: readonly OutboxRow[]): Promise<OutboxRow[]> {
    const topics = [...new Set(rows.map(({ topic }) => topic))];
    const outcomes = await Promise.all(
      topics.map(async (topic) => {
        const ours = rows.filter((row) => row.topic === topic);
        try {
          await this.options.stream.publish(ours);
          return ours;
        } catch (error) {
          if (error instanceof LintelError && error.retryable) throw error;
          this.options.onError?.(error);
          this.refused.set(topic, Date.now() + REFUSED_MS);
          return [];
        }
      }),
    );
    return outcomes.flat();
  }

  private refusedTopics(): string[] {
    for (const [topic, until] of this.refused) if (until < Date.now()) this.refused.delete(topic);
    return [...this.refused.keys()];
  }
}
