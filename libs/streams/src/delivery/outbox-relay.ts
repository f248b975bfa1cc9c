import { LintelError } from '@lintel/contracts';
import { Pool } from 'pg';
import type { EventStream } from '../event-stream';
import { ChangeListener } from '../postgres/change-listener';
import { poolTransact } from './pool-transact';
import { setAside } from './refused-events';
import { installDeliveryTables, type Transact, type Transaction } from './transaction';
import { QuietClient } from '../database/quiet-client';

export interface OutboxRelayOptions {
  /** The database that contains the outbox. */
  readonly url: string;
  readonly stream: EventStream;
  /** Maximum number of events per turn. Default: 1,000. */
  readonly batch?: number;
  /** Time after which refused events are tried again, milliseconds. Default: 10,000. */
  readonly retryAfterMs?: number;
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
const RETRY_AFTER_MS = 10_000;
/** Refusals after which an event is set aside; those of a topic that is missing, which may still be created. */
const MOST_TRIES = 5;
const MOST_TRIES_WITHOUT_TOPIC = 30;
/** Refusals of one topic in one turn: each of them is a request of its own. */
const MOST_REFUSALS = 20;

/**
 * Publishes the events in the outbox, in the order of commits for each key. Any number of processes may run a relay: a
 * lock lets one of them work at a time, and is released when its connection ends, also by kill -9. A relay killed
 * between publishing and deleting publishes those events again, with the same ids: the inbox drops them.
 *
 * An event that the broker refuses for good, such as one that is too large, holds back the events of its key. After a
 * limited number of tries it is set aside with its cause, and they are published.
 */
export class OutboxRelay {
  private readonly pool: Pool;
  private readonly transact: Transact;
  private readonly changes: ChangeListener;
  private readonly loop: Promise<void>;
  private stopped = false;
  private wake: () => void = () => undefined;
  private published = 0;
  /** Topics with refused events, and when to try them again. */
  private readonly refused = new Map<string, number>();
  /** How often an event was refused, by its number. */
  private readonly tries = new Map<string, number>();

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
      const done = await this.publish(rows, transaction);
      // By number, not «up to»: a transaction with a lower number may be committing just now.
      await transaction.query('DELETE FROM streams.outbox WHERE seq = ANY ($1)', [done.map(({ seq }) => seq)]);
      this.published += done.length;
      return done.length;
    });
  }

  /** @returns what was published; a topic that refuses its events does not delay the others */
  private async publish(rows: readonly OutboxRow[], transaction: Transaction): Promise<OutboxRow[]> {
    const topics = [...new Set(rows.map(({ topic }) => topic))];
    const outcomes = await Promise.all(
      topics.map(async (topic) => {
        const ours = rows.filter((row) => row.topic === topic);
        try {
          await this.options.stream.publish(ours);
          return ours;
        } catch (error) {
          if (error instanceof LintelError && error.retryable) throw error;
          return this.publishEach(topic, ours, transaction);
        }
      }),
    );
    return outcomes.flat();
  }

  /** One by one, to find those that are refused. */
  private async publishEach(topic: string, rows: readonly OutboxRow[], transaction: Transaction): Promise<OutboxRow[]> {
    const done: OutboxRow[] = [];
    const heldKeys = new Set<string>();
    let refusals = 0;
    for (const row of rows) {
      if (row.key !== null && heldKeys.has(row.key)) continue;
      try {
        await this.options.stream.publish([row]);
        done.push(row);
        this.tries.delete(row.seq);
      } catch (error) {
        if (error instanceof LintelError && error.retryable) throw error;
        refusals++;
        if (!(await this.refuse(row, error, transaction)) && row.key !== null) heldKeys.add(row.key);
        if (refusals === MOST_REFUSALS) break;
      }
    }
    if (refusals > 0) this.refused.set(topic, Date.now() + (this.options.retryAfterMs ?? RETRY_AFTER_MS));
    return done;
  }

  /** @returns true if the event was set aside */
  private async refuse({ seq }: OutboxRow, error: unknown, transaction: Transaction): Promise<boolean> {
    const code = error instanceof LintelError ? error.code : 'INTERNAL';
    const cause = error instanceof Error ? error.message : String(error);
    const tries = (this.tries.get(seq) ?? 0) + 1;
    const last = tries >= (code === 'TOPIC_MISSING' ? MOST_TRIES_WITHOUT_TOPIC : MOST_TRIES);
    if (last) this.tries.delete(seq);
    else this.tries.set(seq, tries);
    this.options.onError?.(error);
    if (last) await setAside(transaction, seq, { tries, code, cause });
    return last;
  }

  private refusedTopics(): string[] {
    for (const [topic, until] of this.refused) if (until < Date.now()) this.refused.delete(topic);
    return [...this.refused.keys()];
  }
}
