import { alertSchema, LintelError, type Alert } from '@lintel/contracts';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { readRows, rowTime } from '../platform/read-rows';
import type { Transaction } from '../streams/delivery/transaction';

export interface AlertSighting extends Pick<Alert, 'kind' | 'severity' | 'subject' | 'title' | 'detail'> {
  /** What it is about: while it lasts, the same key is one alert. */
  readonly key: string;
}

export interface AlertFilter {
  /** Default: unresolved. */
  readonly state?: 'unresolved' | 'all' | undefined;
  readonly kind?: Alert['kind'] | undefined;
  readonly subject?: string | undefined;
  readonly limit: number;
}

export interface RaisedAlert {
  readonly alert: Alert;
  /** False where it was open already. */
  readonly opened: boolean;
}

const COLUMNS = `id, kind, severity, subject, title, detail, state,
  coalesce(silenced_until > clock_timestamp(), false) AS silenced, silenced_until AS "silencedUntil",
  opened_at AS "openedAt", last_seen_at AS "lastSeenAt", seen, acknowledged_by AS "acknowledgedBy",
  acknowledged_at AS "acknowledgedAt", note, resolved_at AS "resolvedAt"`;
const alertRow = alertSchema.extend({
  silencedUntil: rowTime.nullable(),
  openedAt: rowTime,
  lastSeenAt: rowTime,
  acknowledgedAt: rowTime.nullable(),
  resolvedAt: rowTime.nullable(),
});
const raisedRow = alertRow.extend({ opened: z.boolean() });

/** What needs a person. Whoever sees it raises it, again and again while it lasts; it stays one alert. */
export class Alerts {
  constructor(private readonly database: DataSource) {}

  /** Opens an alert, or counts on the one of that key: its text and severity are the newest. */
  async raise({ key, kind, severity, subject, title, detail }: AlertSighting): Promise<RaisedAlert> {
    const raised = await readRows(
      this.database,
      raisedRow,
      // A silence is of the key: it outlives the alert that it was put on.
      `INSERT INTO platform.alert (id, key, kind, severity, subject, title, detail, state, silenced_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'open',
         (SELECT max(silenced_until) FROM platform.alert WHERE key = $2 AND silenced_until > clock_timestamp()))
       ON CONFLICT (key) WHERE state <> 'resolved' DO UPDATE
       SET seen = alert.seen + 1, last_seen_at = clock_timestamp(), severity = excluded.severity,
         subject = excluded.subject, title = excluded.title, detail = excluded.detail
       RETURNING ${COLUMNS}, xmax = 0 AS opened`,
      [randomUUID(), key, kind, severity, subject, title, detail],
    );
    const { opened, ...alert } = raised[0]!;
    return { alert, opened };
  }

  /** It is over; nothing happens where there is no such alert. Seen again, it is a new one. */
  async resolve(key: string): Promise<void> {
    await this.database.query(
      `UPDATE platform.alert SET state = 'resolved', resolved_at = clock_timestamp() WHERE key = $1 AND state <> 'resolved'`,
      [key],
    );
  }

  /**
   * Somebody sees to it. It stays acknowledged while it lasts.
   * @throws LintelError NOT_FOUND, CONFLICT (it is over)
   */
  acknowledge(id: string, by: string, note?: string): Promise<Alert> {
    return this.change(
      id,
      `state = 'acknowledged', acknowledged_by = $2, acknowledged_at = clock_timestamp(), note = $3`,
      [by, note ?? null],
    );
  }

  /**
   * Nobody is to be told of it, nor of others of its key, until then.
   * @throws LintelError NOT_FOUND, CONFLICT (it is over), INVALID_ARGUMENT (a time that is past)
   */
  silence(id: string, until: Date, by: string): Promise<Alert> {
    if (!(until.getTime() > Date.now())) {
      throw new LintelError('INVALID_ARGUMENT', {
        problem: 'A silence ends in the future.',
        expected: 'a time to come',
        received: Number.isNaN(until.getTime()) ? 'no time' : until.toISOString(),
        cure: 'Choose a later time.',
      });
    }
    return this.change(id, 'silenced_until = $2, note = coalesce(note, $3)', [until, `Silenced by ${by}.`]);
  }

  /** @throws LintelError NOT_FOUND, CONFLICT (it is over) */
  async unsilence(id: string): Promise<Alert> {
    // Also on those before of its key, which the next one would take the silence from.
    const key = 'SELECT key FROM platform.alert WHERE id::text = $1';
    await this.database.query(`UPDATE platform.alert SET silenced_until = NULL WHERE key = (${key})`, [id]);
    return this.change(id, 'silenced_until = NULL', []);
  }

  /** Newest first. */
  list({ state = 'unresolved', kind, subject, limit }: AlertFilter): Promise<Alert[]> {
    return readRows(
      this.database,
      alertRow,
      `SELECT ${COLUMNS} FROM platform.alert
       WHERE ($1 = 'all' OR state <> 'resolved') AND ($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR subject = $3)
       ORDER BY opened_at DESC, id LIMIT $4`,
      [state, kind ?? null, subject ?? null, limit],
    );
  }

  private async change(id: string, set: string, values: unknown[]): Promise<Alert> {
    const where = `WHERE id::text = $1 AND state <> 'resolved' RETURNING ${COLUMNS}`;
    const changed = await readRows(this.database, alertRow, updated(set, where), [id, ...values]);
    if (changed[0] !== undefined) return changed[0];
    throw await this.refusal(this.database, id);
  }

  private async refusal(database: Transaction, id: string): Promise<LintelError> {
    const known = await readRows(database, alertRow, `SELECT ${COLUMNS} FROM platform.alert WHERE id::text = $1`, [id]);
    if (known[0] === undefined) {
      return new LintelError('NOT_FOUND', { problem: `There is no alert ${id}.`, cure: 'Look at the list again.' });
    }
    return new LintelError('CONFLICT', {
      problem: 'The alert is resolved already.',
      expected: 'an alert that is open or acknowledged',
      received: `resolved at ${known[0].resolvedAt}`,
      cure: 'Nothing is left to do.',
    });
  }
}

/** TypeORM gives an UPDATE's rows together with their count; read through a query they come alone. */
const updated = (set: string, where: string): string =>
  `WITH changed AS (UPDATE platform.alert SET ${set} ${where}) SELECT * FROM changed`;
