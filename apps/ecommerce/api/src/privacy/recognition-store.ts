import { type SubjectStore } from '@lintel/data';
import { type Transaction } from '@lintel/streams';
import { z } from 'zod';

const countSchema = z.tuple([z.object({ count: z.coerce.number() })]);

/** The history as data about subjects; recognitions in the bin count as well. */
export const recognitionStore: SubjectStore = {
  kind: 'recognition',

  async count(transaction, subjectKeyIds) {
    const sql = 'SELECT count(*) FROM ecommerce.recognition WHERE subject_key_id = ANY($1::uuid[])';
    return countOf(transaction, sql, subjectKeyIds);
  },

  async erase(transaction, subjectKeyIds) {
    const sql = `
      WITH gone AS (DELETE FROM ecommerce.recognition WHERE subject_key_id = ANY($1::uuid[]) RETURNING id),
        answers AS (DELETE FROM ecommerce.reassessment WHERE recognition_id IN (SELECT id FROM gone))
      SELECT count(*) FROM gone`;
    return countOf(transaction, sql, subjectKeyIds);
  },
};

async function countOf(transaction: Transaction, sql: string, subjectKeyIds: readonly string[]): Promise<number> {
  const [{ count }] = countSchema.parse(await transaction.query(sql, [subjectKeyIds]));
  return count;
}
