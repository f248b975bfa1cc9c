import { z } from 'zod';
import type { Transaction } from '../delivery/transaction';

/**
 * The rows of a SELECT, or of an INSERT with RETURNING, each validated. (TypeORM returns another format for UPDATE and
 * DELETE: use them in a WITH.)
 */
export async function readRows<Row>(
  transaction: Transaction,
  schema: z.ZodType<Row>,
  sql: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  return z.array(schema).parse(await transaction.query(sql, parameters));
}

/** A timestamp in the format of the contracts. */
export const rowTime = z.date().transform((date) => date.toISOString());

/** A bigint, which pg returns as text; sequence numbers are far below 2^53. */
export const rowInteger = z
  .union([z.string().regex(/^-?\d+$/), z.int()])
  .transform(Number)
  .pipe(z.int());
