/**
 * The rows of each group, in the order of their first row.
 * @param groups the group of each row; a row without a group (null), or without `groups`, is one of its own
 */
export function groupRows(rows: number, groups?: readonly (string | number | null)[]): number[][] {
  const units = new Map<unknown, number[]>();
  for (let row = 0; row < rows; row++) {
    // A symbol equals nothing else, so the row stays on its own.
    const key = groups?.[row] ?? Symbol();
    const unit = units.get(key);
    if (unit) unit.push(row);
    else units.set(key, [row]);
  }
  return [...units.values()];
}
