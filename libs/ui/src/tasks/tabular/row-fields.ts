import { type TableColumn, type TableSchema } from '@lintel/contracts';

/** The columns whose values a model of a table uses, by itself or in a derived column. */
export function rowFields({ columns, derived, target, group, time }: TableSchema): TableColumn[] {
  const roles = [group, time];
  return columns.filter(({ name, kind }) => {
    if (kind === 'ignored' || kind === 'text' || name === target) return false;
    if (derived.some(({ expression }) => expression.includes(name))) return true;
    return kind !== 'time' && !roles.includes(name);
  });
}

/**
 * The row that a person typed: an empty text is a missing value.
 * @returns `wrong`: the columns of numbers whose text is none
 */
export function rowOfTexts(
  fields: readonly TableColumn[],
  texts: Readonly<Record<string, string>>,
): { readonly row: Record<string, string | number | null>; readonly wrong: string[] } {
  const cells = fields.map(({ name, kind }): [string, string | number | null] => {
    const text = (texts[name] ?? '').trim();
    if (text === '') return [name, null];
    return [name, kind === 'number' ? Number(text) : text];
  });
  return {
    row: Object.fromEntries(cells),
    wrong: cells.filter(([, value]) => typeof value === 'number' && !Number.isFinite(value)).map(([name]) => name),
  };
}
