import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { readRows, rowInteger } from '@lintel/streams';

/** The retention of one kind of data. */
export interface RetentionRule {
  /** Label for people: `deleted recognitions`. */
  readonly what: string;
  /** Null: configured by the operator (RETENTION_DAYS), and kept for ever if not configured. */
  readonly keptDays: number | null;
  /**
   * SQL that removes a batch and returns its `count`.
   * - $1 timestamptz: older rows are removed
   * - $2 text: the vertical
   * - $3 integer: maximum number of rows
   */
  readonly removeSome: string;
}

export interface RetentionOptions {
  readonly database: DataSource;
  readonly vertical: string;
  readonly rules: readonly RetentionRule[];
  /** Retention for rules without one of their own, days. */
  readonly keptDays?: number | undefined;
  readonly signal: AbortSignal;
  readonly now?: Date;
  /** Only counts what would be removed; nothing is removed. */
  readonly preview?: boolean;
  /** @param done number of completed rules */
  readonly onRule?: (rule: RetentionRule, removed: number, done: number) => void;
}

const CHUNK = 1_000;
const DAY_MS = 24 * 3_600_000;
const countRow = z.object({ count: rowInteger });

/** Removes rows by a condition, which may use $1 (older than), $2 (vertical) and `t`. */
export function deleteRows(table: string, where: string): string {
  return `WITH gone AS (
      DELETE FROM ${table} WHERE ctid IN (
        SELECT t.ctid FROM ${table} t WHERE ${where} AND $2::text IS NOT NULL LIMIT $3 FOR UPDATE SKIP LOCKED)
      RETURNING 1)
    SELECT count(*) FROM gone`;
}

/** Retention of the data shared by all verticals; the audit trail is never shortened. */
export const PLATFORM_RETENTION: readonly RetentionRule[] = [
  {
    what: 'ended jobs with their logs',
    keptDays: 180,
    removeSome: deleteRows(
      'platform.job',
      `t.ended_at < $1 AND t.vertical = $2
       AND NOT EXISTS (SELECT FROM platform.job later WHERE later.retry_of = t.id)
       AND NOT EXISTS (SELECT FROM platform.schedule WHERE last_job_id = t.id)`,
    ),
  },
  {
    what: 'drift windows',
    keptDays: 90,
    removeSome: deleteRows('platform.drift_window', "t.end_at < $1 AND t.model_name LIKE $2 || '.%'"),
  },
  {
    what: 'resolved alerts',
    keptDays: 365,
    removeSome: deleteRows('platform.alert', "t.resolved_at < $1 AND t.vertical IN ($2, 'platform')"),
  },
  { what: 'expired sessions', keptDays: 1, removeSome: deleteRows('platform.session', 't.expires_at < $1') },
  {
    what: 'refused sign-ins',
    keptDays: 30,
    removeSome: deleteRows('platform.sign_in_attempt', 't.last_at < $1 AND coalesce(t.locked_until < now(), true)'),
  },
  {
    what: 'events that the broker refused',
    keptDays: 30,
    removeSome: deleteRows('streams.refused_event', 't.refused_at < $1'),
  },
  // Longer than any topic retains an event, so that none of them can be delivered again.
  { what: 'notes of handled events', keptDays: 30, removeSome: deleteRows('streams.inbox', 't.handled_at < $1') },
];

export interface RetentionOutcome {
  readonly what: string;
  /** Number of rows removed, or in a preview, to be removed (counted up to `MOST_COUNTED`). */
  readonly removed: number;
  /** Retention in days; null: kept for ever. */
  readonly keptDays: number | null;
}

/** A preview stops counting here: a larger number would not change the decision. */
export const MOST_COUNTED = 100_000;

/**
 * Applies the rules one after another, in batches; an interrupted run is continued by the next one.
 * @returns the number of rows that each rule removed or would remove
 */
export async function runRetention(options: RetentionOptions): Promise<RetentionOutcome[]> {
  const { database, vertical, rules, signal, now = new Date(), preview = false, onRule } = options;
  const outcomes: RetentionOutcome[] = [];
  for (const rule of rules) {
    const days = rule.keptDays ?? options.keptDays;
    let removed = 0;
    if (days !== undefined) {
      const before = new Date(now.getTime() - days * DAY_MS);
      if (preview) removed = await countRemovable(database, rule, before, vertical);
      for (let some = preview ? 0 : 1; some > 0; removed += some) {
        signal.throwIfAborted();
        const [row] = await readRows(database, countRow, rule.removeSome, [before, vertical, CHUNK]);
        some = row!.count;
      }
    }
    outcomes.push({ what: rule.what, removed, keptDays: days ?? null });
    onRule?.(rule, removed, outcomes.length);
  }
  return outcomes;
}

/** Removes in a transaction that is rolled back, so that the count is exactly what the removal would do. */
async function countRemovable(
  database: DataSource,
  { removeSome }: RetentionRule,
  before: Date,
  vertical: string,
): Promise<number> {
  const runner = database.createQueryRunner();
  try {
    await runner.startTransaction();
    const [row] = await readRows(runner, countRow, removeSome, [before, vertical, MOST_COUNTED]);
    return row!.count;
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
  }
}
