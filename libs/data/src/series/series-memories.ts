import { readRows, type Transaction } from '@lintel/streams';
import { z } from 'zod';

/** Which series of which model. */
export interface SeriesPlace {
  readonly modelName: string;
  /** Such as the id of a machine. */
  readonly series: string;
}

const memoryRow = z.object({ memory: z.unknown() });

/**
 * Reads what is kept of a series and locks it until the transaction ends, so that two deliveries follow each other.
 * @returns null if the series is new
 */
export async function lockSeriesMemory(transaction: Transaction, place: SeriesPlace): Promise<unknown> {
  const key = [place.modelName, place.series];
  // A row is there to be locked, also for a new series.
  await transaction.query(
    `INSERT INTO platform.series_memory (model_name, series, memory) VALUES ($1, $2, 'null') ON CONFLICT DO NOTHING`,
    key,
  );
  const [row] = await readRows(
    transaction,
    memoryRow,
    'SELECT memory FROM platform.series_memory WHERE model_name = $1 AND series = $2 FOR UPDATE',
    key,
  );
  return row?.memory ?? null;
}

/** Replaces what is kept of a series. @param memory JSON */
export async function saveSeriesMemory(transaction: Transaction, place: SeriesPlace, memory: unknown): Promise<void> {
  await transaction.query(
    `UPDATE platform.series_memory SET memory = $3::jsonb, updated_at = now() WHERE model_name = $1 AND series = $2`,
    [place.modelName, place.series, JSON.stringify(memory)],
  );
}

/** Forgets a series, such as that of a person who is erased, in all models. @returns how many models knew it */
export async function forgetSeries(transaction: Transaction, series: string): Promise<number> {
  return countRows(transaction, 'DELETE FROM platform.series_memory WHERE series = $1 RETURNING 1 AS one', [series]);
}

/** Forgets the series of a model that no row came for since a time. @returns how many */
export async function forgetIdleSeries(transaction: Transaction, modelName: string, since: Date): Promise<number> {
  return countRows(
    transaction,
    'DELETE FROM platform.series_memory WHERE model_name = $1 AND updated_at < $2 RETURNING 1 AS one',
    [modelName, since],
  );
}

async function countRows(transaction: Transaction, sql: string, values: unknown[]): Promise<number> {
  // TypeORM gives the rows of a DELETE with their count.
  const rows = await readRows(
    transaction,
    z.object({ one: z.number() }),
    `WITH gone AS (${sql}) SELECT one FROM gone`,
    values,
  );
  return rows.length;
}
