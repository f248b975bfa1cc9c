import { type ManifestOf } from '@lintel/contracts';
import { z } from 'zod';
import { readDerivedByOrder } from '../../tables/read-table';
import { recordOf, rowName } from '../../tables/table';
import { onlyInput, readTrialTable, type Trial, type TrialContent, trialOf, wrongTrial } from '../tried-task';

const rowSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

type Tabular = 'tabular-classification' | 'tabular-regression';

/** A row as a JSON object, or the rows of a CSV file. */
export function tryRows<Id extends Tabular>(
  content: TrialContent,
  { preprocessing }: Pick<ManifestOf<Tabular>, 'preprocessing'>,
): Trial<Id> {
  if (content.kind === 'file') {
    const table = readDerivedByOrder(readTrialTable(content.bytes), preprocessing.schema);
    const rows = Array.from({ length: table.rows }, (_, row) => ({
      name: rowName(table, row),
      input: recordOf(table, row),
    }));
    return trialOf<Id>(rows);
  }
  const row = rowSchema.safeParse(content.value);
  if (row.success) return onlyInput<Id>(row.data);
  throw wrongTrial({
    expected: '{"column": value, …}, each value a text, a number, true, false or null',
    received: row.error.issues[0]!.path.join('.') || typeof content.value,
    cure: 'Send the row as an object with one value for each column, or several rows as a CSV file.',
  });
}
