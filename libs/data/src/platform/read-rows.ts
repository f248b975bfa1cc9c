import { z } from 'zod';
import type { Transaction } from '../streams/delivery/transaction';

/**
 * The rows of a SELECT, or of an INSERT with RETURNING, each checked. (TypeORM answers an UPDATE or DELETE otherwise:
 * put it into a WITH.)
 */
export async function readRows<Row>(
  transaction: Transaction,
  schema: z.ZodType<Row>,
  sql: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  return z.array(schema).parse(await transaction.query(sql, parameters));
}

/** A timestamp, as the contracts write it. */
export const rowTime = z.date().transform((date) => date.toISOString());

/** A bigint, which pg gives as text; sequences stay far under 2^53. */
export const rowInteger = z
  .union([z.string().regex(/^-?\d+$/), z.int()])
  .transform(Number)
  .pipe(z.int());
