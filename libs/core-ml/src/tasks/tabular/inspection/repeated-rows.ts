import { type TableFinding } from '@lintel/contracts';
import { rowName, type Table } from '../../../tables/table';
import { type InspectedColumn } from './inspected-target';

const MOST_EXAMPLES = 5;

/**
 * Rows that occur more than once, across parts too, and rows that are alike but for their class.
 * @param inputs the columns that describe a row; columns that number the rows left out
 * @param classes the class of each row, if the target is one
 */
export function repeatedRows(
  table: Table,
  inputs: readonly InspectedColumn[],
  target: InspectedColumn | undefined,
  isClass: boolean,
  parts: ArrayLike<number> | undefined,
): TableFinding[] {
  if (inputs.length === 0) return [];
  const first = new Map<string, number>();
  const found = { copies: [] as string[], across: [] as string[], contradictions: [] as string[] };
  for (let row = 0; row < table.rows; row++) {
    const key = JSON.stringify(inputs.map(({ texts }) => texts[row]));
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, row);
      continue;
    }
    const pair = `${rowName(table, row)} repeats ${rowName(table, earlier)}`;
    const isSame = !target || target.texts[row] === target.texts[earlier];
    if (isSame) found.copies.push(pair);
    else if (isClass) found.contradictions.push(pair);
    if (parts && parts[row] !== parts[earlier]) found.across.push(pair);
  }
  const finding = (
    kind: 'duplicate-rows' | 'duplicates-across-parts' | 'contradicting-rows',
    severity: TableFinding['severity'],
    pairs: readonly string[],
  ): TableFinding[] =>
    pairs.length === 0 ? [] : [{ kind, severity, rows: pairs.length, examples: pairs.slice(0, MOST_EXAMPLES) }];
  return [
    ...finding('duplicates-across-parts', 'error', found.across),
    ...finding('contradicting-rows', 'warning', found.contradictions),
    ...finding('duplicate-rows', 'note', found.copies),
  ];
}
