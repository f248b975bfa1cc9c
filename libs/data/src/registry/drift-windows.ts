import { driftReportSchema, driftWindowSchema, type DriftReport, type DriftWindowState } from '@lintel/contracts';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { readRows, rowTime } from '../platform/read-rows';
import type { Transaction } from '../streams/delivery/transaction';

/** What a version answered in some time. */
export interface StoredWindow {
  readonly modelName: string;
  readonly versionId: string;
  /** ISO 8601. */
  readonly startAt: string;
  readonly endAt: string;
  readonly state: DriftWindowState;
  /** Null until it was judged. */
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
const COLUMNS = `model_name AS "modelName", version_id AS "versionId", start_at AS "startAt", end_at AS "endAt",
  window_state AS state, report`;

/** The windows in which drift is looked for. They are made elsewhere: here they are kept. */
export class DriftWindows {
  constructor(private readonly database: DataSource) {}

  /** Replaces the window of that start. */
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

  /** @param options.from windows that begin then or later; oldest first */
  async windows(modelName: string, versionId: string, { from }: { readonly from: Date }): Promise<StoredWindow[]> {
    return readRows(
      this.database,
      windowRow,
      `SELECT ${COLUMNS} FROM platform.drift_window
       WHERE model_name = $1 AND version_id = $2 AND start_at >= $3 ORDER BY start_at`,
      [modelName, versionId, from],
    );
  }

  /** Judgements of windows that begin then or later, oldest first; their samples stay where they are. */
  reports(modelName: string, versionId: string, { from }: { readonly from: Date }): Promise<JudgedWindow[]> {
    return this.judged(modelName, versionId, from, 'ORDER BY start_at');
  }

  /** Null where no window that begins then or later was judged. */
  async newestReport(
    modelName: string,
    versionId: string,
    { from }: { readonly from: Date },
  ): Promise<DriftReport | null> {
    const [newest] = await this.judged(modelName, versionId, from, 'ORDER BY start_at DESC LIMIT 1');
    return newest?.report ?? null;
  }

  /**
   * Brings a window forward: nothing of it is lost, whoever does it at the same time.
   * @param merge gets what is kept so far, null for a new window; must be quick, others wait for it
   * @param transaction in which it happens: with the inbox in it, every answer is counted once
   */
  async update(
    modelName: string,
    versionId: string,
    startAt: Date,
    endAt: Date,
    merge: (state: DriftWindowState | null) => WindowContent,
    transaction?: Transaction,
  ): Promise<StoredWindow> {
    if (transaction === undefined) {
      return this.database.transaction((own) => this.update(modelName, versionId, startAt, endAt, merge, own));
    }
    // A row lock can't hold back who makes the row.
    await transaction.query(
      "SELECT pg_advisory_xact_lock(hashtextextended('lintel.drift ' || $1 || ' ' || $2 || ' ' || $3, 0))",
      [modelName, versionId, startAt.toISOString()],
    );
    const known = await readRows(
      transaction,
      z.object({ state: driftWindowSchema }),
      `SELECT window_state AS state FROM platform.drift_window
       WHERE model_name = $1 AND version_id = $2 AND start_at = $3`,
      [modelName, versionId, startAt],
    );
    const times = { startAt: startAt.toISOString(), endAt: endAt.toISOString() };
    const window = { modelName, versionId, ...times, ...merge(known[0]?.state ?? null) };
    await this.saveWindow(window, transaction);
    return window;
  }

  private judged(modelName: string, versionId: string, from: Date, order: string): Promise<JudgedWindow[]> {
    return readRows(
      this.database,
      judgedRow,
      `SELECT start_at AS "startAt", end_at AS "endAt", report FROM platform.drift_window
       WHERE model_name = $1 AND version_id = $2 AND start_at >= $3 AND report IS NOT NULL ${order}`,
      [modelName, versionId, from],
    );
  }
}
