import { driftReportSchema, driftWindowSchema, type DriftReport, type DriftWindowState } from '@lintel/contracts';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { readRows, rowTime, type Transaction } from '@lintel/streams';

/** The predictions of a version in one time window. */
export interface StoredWindow {
  readonly modelName: string;
  readonly versionId: string;
  /** ISO 8601. */
  readonly startAt: string;
  readonly endAt: string;
  readonly state: DriftWindowState;
  /** Null until drift was evaluated. */
  readonly report: DriftReport | null;
}

export type JudgedWindow = Pick<StoredWindow, 'startAt' | 'endAt'> & { readonly report: DriftReport };

export interface WindowContent {
  readonly state: DriftWindowState;
  readonly report: DriftReport | null;
}

const windowRow = z.object({
  modelName: z.string(),
  versionId: z.uuid(),
  startAt: rowTime,
  endAt: rowTime,
  state: driftWindowSchema,
  report: driftReportSchema.nullable(),
});
const judgedRow = z.object({ startAt: rowTime, endAt: rowTime, report: driftReportSchema });
const growingRow = z.object({ startAt: rowTime, endAt: rowTime, state: driftWindowSchema, newest: z.boolean() });
const COLUMNS = `model_name AS "modelName", version_id AS "versionId", start_at AS "startAt", end_at AS "endAt",
  window_state AS state, report`;

/** Stores the windows in which drift is measured; they are computed elsewhere. */
export class DriftWindows {
  constructor(private readonly database: DataSource) {}

  /** Replaces the window with the same start. */
  async saveWindow(window: StoredWindow, transaction: Transaction = this.database): Promise<void> {
    const { modelName, versionId, startAt, endAt, state, report } = window;
    await transaction.query(
      `INSERT INTO platform.drift_window (model_name, version_id, start_at, end_at, window_state, report)
       VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb)
       ON CONFLICT (model_name, version_id, start_at) DO UPDATE
       SET end_at = excluded.end_at, window_state = excluded.window_state, report = excluded.report`,
      [modelName, versionId, startAt, endAt, JSON.stringify(state), report && JSON.stringify(report)],
    );
  }

  /** @param options.from earliest start of a window; oldest first */
  async windows(modelName: string, versionId: string, { from }: { readonly from: Date }): Promise<StoredWindow[]> {
    return readRows(
      this.database,
      windowRow,
      `SELECT ${COLUMNS} FROM platform.drift_window
       WHERE model_name = $1 AND version_id = $2 AND start_at >= $3 ORDER BY start_at`,
      [modelName, versionId, from],
    );
  }

  /** Reports of windows that end after the given time, oldest first, without their samples. */
  reports(modelName: string, versionId: string, { from }: { readonly from: Date }): Promise<JudgedWindow[]> {
    return this.judged(modelName, versionId, from, 'ORDER BY start_at');
  }

  /** Null if no window that ends after the given time has a report. */
  async newestReport(
    modelName: string,
    versionId: string,
    { from }: { readonly from: Date },
  ): Promise<DriftReport | null> {
    const [newest] = await this.judged(modelName, versionId, from, 'ORDER BY start_at DESC LIMIT 1');
    return newest?.report ?? null;
  }

  /**
   * Adds predictions to the window of their time. If the newest window has too few predictions to evaluate, it is
   * extended instead of starting another one. Concurrent updates lose nothing.
   * @param time of the predictions, aligned to the grid of windows
   * @param merge receives the current window, null for a new one; must be fast, because other updates wait for it
   * @param transaction of the update: with the inbox in it, every prediction is counted once
   */
  async update(
    modelName: string,
    versionId: string,
    time: { readonly startAt: Date; readonly endAt: Date; readonly minimumExamples: number },
    merge: (state: DriftWindowState | null) => WindowContent,
    transaction?: Transaction,
  ): Promise<StoredWindow> {
    if (transaction === undefined) {
      return this.database.transaction((own) => this.update(modelName, versionId, time, merge, own));
    }
    // A row lock cannot block a concurrent insert of the same row.
    await transaction.query("SELECT pg_advisory_xact_lock(hashtextextended('lintel.drift ' || $1 || ' ' || $2, 0))", [
      modelName,
      versionId,
    ]);
    const { startAt, endAt, minimumExamples } = time;
    const known = await readRows(
      transaction,
      growingRow,
      `SELECT start_at AS "startAt", end_at AS "endAt", window_state AS state,
         NOT EXISTS (SELECT FROM platform.drift_window later
           WHERE later.model_name = w.model_name AND later.version_id = w.version_id AND later.start_at > w.start_at)
           AS newest
       FROM platform.drift_window w
       WHERE model_name = $1 AND version_id = $2 AND start_at <= $3 ORDER BY start_at DESC LIMIT 1`,
      [modelName, versionId, startAt],
    );
    const before = known[0];
    const covers = before !== undefined && new Date(before.endAt) > startAt;
    const grows = before !== undefined && before.newest && before.state.examples < minimumExamples;
    const kept = covers || grows ? before : undefined;
    const window = {
      modelName,
      versionId,
      startAt: kept?.startAt ?? startAt.toISOString(),
      endAt: kept !== undefined && new Date(kept.endAt) > endAt ? kept.endAt : endAt.toISOString(),
      ...merge(kept?.state ?? null),
    };
    await this.saveWindow(window, transaction);
    return window;
  }

  private judged(modelName: string, versionId: string, from: Date, order: string): Promise<JudgedWindow[]> {
    return readRows(
      this.database,
      judgedRow,
      `SELECT start_at AS "startAt", end_at AS "endAt", report FROM platform.drift_window
       WHERE model_name = $1 AND version_id = $2 AND end_at > $3 AND report IS NOT NULL ${order}`,
      [modelName, versionId, from],
    );
  }
}
