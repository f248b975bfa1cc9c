import { LintelError } from '@lintel/contracts';
import { isDatabaseShuttingDown, isDatabaseUnavailable } from '../database/database-failure';
import type { Transact } from '../delivery/transaction';
import type { TopicPartition } from '../event-stream';
import { excerpt } from '../storable-text';

interface Stall {
  /** Aborted when the partition goes to another member. */
  readonly signal: AbortSignal;
  readonly reason: string;
}

/** Distinguishes outages from failures of events, and records which partitions are waiting because of an outage. */
export class Outages {
  private readonly stalls = new Map<string, Stall>();

  constructor(private readonly transact: Transact | undefined) {}

  /**
   * True if no event could be handled now, so that waiting is right and moving events to the retry topics is not. A
   * handler may fail with the same error for another service, so the database is checked.
   */
  async isOutage(error: unknown): Promise<boolean> {
    if (error instanceof LintelError) return error.code === 'STREAM_UNAVAILABLE' || error.code === 'STREAM_CLOSED';
    if (!isDatabaseUnavailable(error) || this.transact === undefined) return false;
    return isDatabaseShuttingDown(error) || !(await databaseAnswers(this.transact));
  }

  began({ topic, partition, signal }: TopicPartition & { readonly signal: AbortSignal }, error: unknown): void {
    const reason =
      error instanceof LintelError ? error.problem : error instanceof Error ? error.message : String(error);
    this.stalls.set(`${topic} ${partition}`, { signal, reason: excerpt(reason) });
  }

  ended({ topic, partition }: TopicPartition): void {
    this.stalls.delete(`${topic} ${partition}`);
  }

  /** Why a partition of this member is waiting; undefined if none is. */
  get reason(): string | undefined {
    for (const [place, { signal, reason }] of this.stalls) {
      if (!signal.aborted) return reason;
      this.stalls.delete(place);
    }
    return undefined;
  }
}

async function databaseAnswers(transact: Transact): Promise<boolean> {
  try {
    await transact((transaction) => transaction.query('SELECT 1'));
    return true;
  } catch (error) {
    return !isDatabaseUnavailable(error);
  }
}
