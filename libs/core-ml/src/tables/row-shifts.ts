import { type TableSchema } from '@lintel/contracts';
import { type ShiftRows } from './expression/evaluate-expression';
import { type TypedTable } from './typed-table';

/**
 * Finds earlier and later rows of the same group in order of the time column. Without a time column the rows keep the
 * order of the table; without a group column all rows are one group.
 * @param table contains the group and the time column of the schema
 */
export function rowShifts(table: TypedTable, { group, time }: Pick<TableSchema, 'group' | 'time'>): ShiftRows {
  const times = time === null ? undefined : (table.columns.get(time)!.values as Float64Array);
  const groups = group === null ? undefined : table.columns.get(group)!.values;
  const members = new Map<unknown, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const key = groups?.[row];
    const list = members.get(key);
    if (list) list.push(row);
    else members.set(key, [row]);
  }
  const ordered = [...members.values()].map((rows) =>
    times ? rows.sort((one, other) => times[one]! - times[other]! || one - other) : rows,
  );
  return (count) => {
    const shifted = new Int32Array(table.rows).fill(-1);
    for (const rows of ordered) rows.forEach((row, place) => (shifted[row] = rows[place - count] ?? -1));
    return shifted;
  };
}
