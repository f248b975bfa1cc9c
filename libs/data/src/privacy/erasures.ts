import {
  erasureReportSchema,
  erasureSchema,
  holdingSchema,
  LintelError,
  subjectErasureRequested,
  type Erasure,
  type NewErasure,
  type SubjectErased,
  type SubjectView,
} from '@lintel/contracts';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { addToOutbox, encodeEvent, readRows, rowInteger, rowTime, type Transaction } from '@lintel/streams';
import type { SubjectKeys } from './subject-keys';

const COLUMNS = `id, vertical, subject_hash AS "subjectHash", reason, requested_by AS "requestedBy",
  requested_at AS "requestedAt", report`;
const erasureRow = erasureSchema.extend({ requestedAt: rowTime, report: erasureReportSchema.nullable() });
const holdingRow = holdingSchema.extend({ count: rowInteger });

/**
 * A view of this name in the schema of a vertical lists what is stored about subjects, with the columns
 * `subject_key_id`, `kind` and `count`. Counts, never contents.
 */
export const HOLDING_VIEW = 'subject_holding';

export interface ErasureFilter {
  readonly verticals?: readonly string[] | undefined;
  readonly limit?: number;
}

/** Starts erasures and records them. */
export class Erasures {
  constructor(
    private readonly database: DataSource,
    private readonly keys: SubjectKeys,
  ) {}

  /**
   * Destroys the key at once, and asks the vertical to remove its data. May be repeated, for data stored since.
   * @param also called in the transaction; its writes commit with the erasure
   */
  async request(
    { vertical, subjectId, reason }: NewErasure,
    requestedBy: string,
    also?: (transaction: Transaction, erasure: Erasure) => Promise<void>,
  ): Promise<Erasure> {
    return this.keys.destroy(vertical, subjectId, async (transaction, { subjectHash, keyIds }) => {
      const [erasure] = await readRows(
        transaction,
        erasureRow,
        `INSERT INTO platform.erasure (id, vertical, subject_hash, reason, requested_by) VALUES ($1, $2, $3, $4, $5)
         RETURNING ${COLUMNS}`,
        [randomUUID(), vertical, subjectHash, reason, requestedBy],
      );
      const { id: erasureId, requestedAt: at } = erasure!;
      await also?.(transaction, erasure!);
      const data = { erasureId, vertical, subjectKeyIds: [...keyIds], at };
      const event = encodeEvent(subjectErasureRequested, data, { source: '/platform' });
      await addToOutbox(transaction, [{ topic: subjectErasureRequested.topic, ...event }]);
      return erasure!;
    });
  }

  /** Stores the report of the vertical; a second report changes nothing. */
  async record({ erasureId, report }: SubjectErased, transaction: Transaction): Promise<void> {
    await transaction.query('UPDATE platform.erasure SET report = $2::jsonb WHERE id = $1 AND report IS NULL', [
      erasureId,
      JSON.stringify(report),
    ]);
  }

  /**
   * Newest first.
   * @param options.verticals only these; undefined: all
   */
  async list({ verticals, limit = 200 }: ErasureFilter = {}): Promise<Erasure[]> {
    const sql = `SELECT ${COLUMNS} FROM platform.erasure WHERE $1::text[] IS NULL OR vertical = ANY($1)
      ORDER BY requested_at DESC, id LIMIT $2`;
    return readRows(this.database, erasureRow, sql, [verticals ?? null, limit]);
  }

  /** @throws LintelError NOT_FOUND */
  async get(id: string): Promise<Erasure> {
    const sql = `SELECT ${COLUMNS} FROM platform.erasure WHERE id::text = $1`;
    const [found] = await readRows(this.database, erasureRow, sql, [id]);
    if (found !== undefined) return found;
    throw new LintelError('NOT_FOUND', {
      problem: `There is no erasure ${id}.`,
      cure: 'List the erasures to see which there are.',
    });
  }

  /** What is stored about a subject: counts only. */
  async view(vertical: string, subjectId: string): Promise<SubjectView> {
    const { subjectHash, keyIds, since, erasedAt } = await this.keys.find(vertical, subjectId);
    const [erasure = null] = await readRows(
      this.database,
      erasureRow,
      `SELECT ${COLUMNS} FROM platform.erasure WHERE vertical = $1 AND subject_hash = $2
       ORDER BY requested_at DESC, id LIMIT 1`,
      [vertical, subjectHash],
    );
    if (keyIds.length === 0) return { vertical, since, erasedAt, erasure, holdings: [] };
    const pictures = await readRows(
      this.database,
      holdingRow,
      `SELECT 'labelled-picture' AS kind, count(*) FROM platform.labelled_picture
       WHERE vertical = $1 AND subject_key_id = ANY($2::uuid[]) AND erased_at IS NULL`,
      [vertical, keyIds],
    );
    const holdings = [...(await this.heldBy(vertical, keyIds)), ...pictures];
    return { vertical, since, erasedAt, erasure, holdings: holdings.filter(({ count }) => count > 0) };
  }

  private async heldBy(vertical: string, keyIds: readonly string[]): Promise<z.infer<typeof holdingRow>[]> {
    const view = `${this.database.driver.escape(vertical)}.${HOLDING_VIEW}`;
    const there = await readRows(
      this.database,
      z.object({ there: z.boolean() }),
      'SELECT to_regclass($1) IS NOT NULL AS there',
      [view],
    );
    if (!there[0]!.there) return [];
    return readRows(
      this.database,
      holdingRow,
      `SELECT kind, sum(count) AS count FROM ${view} WHERE subject_key_id = ANY($1::uuid[]) GROUP BY kind ORDER BY kind`,
      [keyIds],
    );
  }
}
