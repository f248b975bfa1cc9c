import { jobSchema, LintelError, type Job } from '@lintel/contracts';
import { z } from 'zod';
import { readRows, rowTime, traceCarrierSchema, type Transaction } from '@lintel/streams';

/** Channel that notifies workers of new and cancelled jobs. */
export const JOBS_CHANNEL = 'lintel_jobs';

const columns = (search: string): string => `id, kind, vertical, model_name AS "modelName", parameters, status, attempt,
  max_attempts AS "maxAttempts", progress, curve, ${search} AS search, result, error, requested_by AS "requestedBy", reason,
  retry_of AS "retryOf", worker, limits, created_at AS "createdAt", started_at AS "startedAt", ended_at AS "endedAt"`;

export const JOB_COLUMNS = columns('search');
/** Of lists, which would become large with the trials of every search. */
export const LISTED_JOB_COLUMNS = columns('NULL');

export const jobRow = jobSchema.extend({
  createdAt: rowTime,
  startedAt: rowTime.nullable(),
  endedAt: rowTime.nullable(),
});

/** A job with the number of times it was leased, which fences off earlier lease holders. */
export const heldJobRow = jobRow.extend({ turn: z.int() });
export type HeldJob = z.infer<typeof heldJobRow>;

/** A job that was just leased, with the trace of its request. */
export const takenJobRow = heldJobRow.extend({ trace: traceCarrierSchema.nullable() });
export type TakenJob = z.infer<typeof takenJobRow>;

/**
 * A job, locked until the end of the transaction.
 * @throws LintelError NOT_FOUND
 */
export async function lockJob(transaction: Transaction, id: string): Promise<HeldJob> {
  const sql = `SELECT ${JOB_COLUMNS}, turn FROM platform.job WHERE id = $1 FOR UPDATE`;
  const found = isJobId(id) ? await readRows(transaction, heldJobRow, sql, [id]) : [];
  if (found[0] === undefined) throw noSuchJob(id);
  return found[0];
}

/** PostgreSQL refuses to compare a uuid with other text. */
export function isJobId(text: string): boolean {
  return z.uuid().safeParse(text).success;
}

/** @returns whether the status can no longer change */
export function isFinal({ status }: Pick<Job, 'status'>): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

export function noSuchJob(id: string): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `There is no job ${id}.`,
    cure: 'List the jobs to see which there are.',
  });
}
