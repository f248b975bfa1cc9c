import { alertSchema, inEnglish, LintelError, type Alert, type Message } from '@lintel/contracts';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { newEventId, readRows, rowTime, type Transaction } from '@lintel/streams';

export interface AlertReport extends Pick<Alert, 'kind' | 'severity' | 'vertical' | 'subject'> {
  /** Identifies the problem: at most one unresolved alert exists per key. */
  readonly key: string;
  readonly title: Message;
  readonly detail: readonly Message[];
  /** The cause of the alert, such as the failed job or the drifted window; each one is counted once. */
  readonly occurrence: string;
}

export interface AlertFilter {
  /** Default: all. */
  readonly state?: Alert['state'] | 'unresolved' | 'all' | undefined;
  readonly kind?: Alert['kind'] | undefined;
  readonly subject?: string | undefined;
  /** Default: all verticals. */
  readonly verticals?: readonly string[] | undefined;
  readonly limit: number;
}

export interface RaisedAlert {
  readonly alert: Alert;
  /** False if the alert already existed and was only updated. */
  readonly opened: boolean;
}

const COLUMNS = `id, kind, severity, vertical, subject, title, detail, messages, state, silenced_until AS "silencedUntil",
  opened_at AS "openedAt", last_seen_at AS "lastSeenAt", seen, acknowledged_by AS "acknowledgedBy",
  acknowledged_at AS "acknowledgedAt", note, resolved_at AS "resolvedAt"`;
const alertRow = alertSchema.omit({ silenced: true }).extend({
  silencedUntil: rowTime.nullable(),
  openedAt: rowTime,
  lastSeenAt: rowTime,
  acknowledgedAt: rowTime.nullable(),
  resolvedAt: rowTime.nullable(),
});
const raisedRow = alertRow.extend({ opened: z.boolean() });

/** Alerts for people. A repeated problem updates the open alert instead of opening another one. */
export class Alerts {
  constructor(
    private readonly database: DataSource,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /**
   * Opens an alert, or updates the unresolved alert of the same key and counts the new occurrence. An acknowledged
   * alert stays acknowledged. If the key is silenced, the alert is silenced too, and notifiers should skip it.
   */
  async raise(report: AlertReport, transaction: Transaction = this.database): Promise<RaisedAlert> {
    const { key, kind, severity, vertical, subject, title, detail, occurrence } = report;
    const rows = await readRows(
      transaction,
      raisedRow,
      // An inserted row has no older version that another transaction could have locked.
      `INSERT INTO platform.alert AS known
         (id, key, kind, severity, subject, title, detail, messages, state, opened_at, last_seen_at, silenced_until,
          vertical, occurrences)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $10::jsonb, 'open', $8, $8,
         (SELECT max(silenced_until) FROM platform.alert WHERE key = $2), $9, ARRAY[$11::text])
       ON CONFLICT (key) WHERE state <> 'resolved' DO UPDATE SET severity = excluded.severity,
         seen = known.seen + CASE WHEN excluded.occurrences <@ known.occurrences THEN 0 ELSE 1 END,
         occurrences = CASE WHEN excluded.occurrences <@ known.occurrences THEN known.occurrences
           ELSE known.occurrences || excluded.occurrences END,
         title = excluded.title, detail = excluded.detail, messages = excluded.messages,
         last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at)
       RETURNING ${COLUMNS}, xmax = 0 AS opened`,
      [
        newEventId(),
        key,
        kind,
        severity,
        subject,
        inEnglish(title),
        detail.map(inEnglish).join(' '),
        this.now(),
        vertical,
        JSON.stringify({ title, detail }),
        occurrence,
      ],
    );
    const { opened, ...row } = rows[0]!;
    return { alert: this.toAlert(row), opened };
  }

  /** Resolves the alert of a key. @returns the alert; null if no alert of the key was unresolved */
  async resolve(key: string, transaction: Transaction = this.database): Promise<Alert | null> {
    const set = "state = 'resolved', resolved_at = $2";
    const found = await this.change(transaction, set, "key = $1 AND state <> 'resolved'", [key, this.now()]);
    return found[0] ?? null;
  }

  /**
   * Marks the alert as being handled.
   * @throws LintelError NOT_FOUND, CONFLICT (it is resolved)
   */
  async acknowledge(id: string, by: string, note?: string): Promise<Alert> {
    const set = "state = 'acknowledged', acknowledged_by = $2, acknowledged_at = $3, note = coalesce($4, note)";
    const values = [checkId(id), by, this.now(), note ?? null];
    const found = await this.change(this.database, set, "id = $1 AND state <> 'resolved'", values);
    if (found[0] !== undefined) return found[0];
    const { state } = await this.get(id);
    throw new LintelError('CONFLICT', {
      problem: `The alert ${id} is ${state}.`,
      expected: 'an alert that is open or acknowledged',
      received: state,
      cure: 'Nothing to do; if the problem occurs again, it opens a new alert.',
    });
  }

  /**
   * Silences the key until the given time, including later alerts of the same key.
   * @throws LintelError NOT_FOUND, INVALID_ARGUMENT (the time has passed)
   */
  async silence(id: string, until: Date, by: string): Promise<Alert> {
    if (!(until > this.now())) {
      throw new LintelError('INVALID_ARGUMENT', {
        problem: 'The end of a silence must be in the future.',
        received: Number.isNaN(until.getTime()) ? 'no time' : until.toISOString(),
        cure: 'Give a later time.',
      });
    }
    return this.changeKey(id, 'silenced_until = $2, silenced_by = $3', [until, by]);
  }

  /** @throws LintelError NOT_FOUND */
  async unsilence(id: string): Promise<Alert> {
    return this.changeKey(id, 'silenced_until = NULL, silenced_by = NULL', []);
  }

  /** @throws LintelError NOT_FOUND */
  async get(id: string): Promise<Alert> {
    const sql = `SELECT ${COLUMNS} FROM platform.alert WHERE id = $1`;
    const rows = await readRows(this.database, alertRow, sql, [checkId(id)]);
    if (rows[0] === undefined) throw noSuchAlert(id);
    return this.toAlert(rows[0]);
  }

  /** Newest first. */
  async list({ state = 'all', kind, subject, verticals, limit }: AlertFilter): Promise<Alert[]> {
    const rows = await readRows(
      this.database,
      alertRow,
      `SELECT ${COLUMNS} FROM platform.alert
       WHERE ($1 = 'all' OR state = $1 OR ($1 = 'unresolved' AND state <> 'resolved'))
         AND ($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR subject = $3)
         AND ($5::text[] IS NULL OR vertical = ANY ($5))
       ORDER BY opened_at DESC, id DESC LIMIT $4`,
      [state, kind ?? null, subject ?? null, limit, verticals ?? null],
    );
    return rows.map((row) => this.toAlert(row));
  }

  /** Changes all alerts of a key, so that the next alert inherits the change. */
  private async changeKey(id: string, set: string, values: unknown[]): Promise<Alert> {
    const where = 'key = (SELECT key FROM platform.alert WHERE id = $1)';
    const found = await this.change(this.database, set, where, [checkId(id), ...values]);
    const alert = found.find((one) => one.id === id.toLowerCase());
    if (alert === undefined) throw noSuchAlert(id);
    return alert;
  }

  private async change(database: Transaction, set: string, where: string, values: unknown[]): Promise<Alert[]> {
    const sql = `WITH changed AS (UPDATE platform.alert SET ${set} WHERE ${where} RETURNING *)
       SELECT ${COLUMNS} FROM changed`;
    return (await readRows(database, alertRow, sql, values)).map((row) => this.toAlert(row));
  }

  private toAlert(row: z.infer<typeof alertRow>): Alert {
    return { ...row, silenced: row.silencedUntil !== null && new Date(row.silencedUntil) > this.now() };
  }
}

function checkId(id: string): string {
  if (!z.uuid().safeParse(id).success) throw noSuchAlert(id);
  return id;
}

function noSuchAlert(id: string): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `There is no alert ${id}.`,
    cure: 'List the alerts to see which there are.',
  });
}
