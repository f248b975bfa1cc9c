import { type TableFinding } from '@lintel/contracts';
import { isRowNumber } from '../../../tables/infer-schema';
import { columnStrength } from './column-strength';
import { type InspectedColumn, type InspectedTarget } from './inspected-target';

/** An AUC or an R² that no honest single column reaches. */
const LEAKING = { classes: 0.99, values: 0.98 } as const;
/** Seldom reached honestly; a person should look at the column. */
const SUSPICIOUS = 0.95;
/** The order of the rows should say nothing about the target. */
const ORDERED = { classes: 0.6, values: 0.1 } as const;
const MOST_VALUES = 20;
const LEAST_ROWS = 10;
/** Probability of so many rows of one class by chance. */
const CHANCE = 1e-6;

/** Columns that contain the target, or what only follows from it, or the order in which rows were collected. */
export function targetLeaks(columns: readonly InspectedColumn[], target: InspectedTarget): TableFinding[] {
  return columns.flatMap((column): TableFinding[] => {
    const strength = columnStrength(column, target);
    if (column.numbers && (isRowNumber(Array.from(column.numbers)) || isNumberedByAppearance(column))) {
      const severity = strength >= ORDERED[target.kind] ? 'error' : 'note';
      return [{ kind: 'numbered-in-order', severity, column: column.name, strength }];
    }
    if (strength >= LEAKING[target.kind])
      return [{ kind: 'target-leak', severity: 'error', column: column.name, strength }];
    if (strength >= SUSPICIOUS) {
      return [{ kind: 'target-leak', severity: 'warning', column: column.name, strength }];
    }
    return target.kind === 'classes' ? impliedValues(column, target) : [];
  });
}

/** Values that occur, many times and against the odds, with one class alone. */
function impliedValues({ name, texts, distinct }: InspectedColumn, { outputs }: InspectedTarget): TableFinding[] {
  if (distinct > MOST_VALUES) return [];
  const rowsOf = new Map<string, number[]>();
  texts.forEach((text, row) => {
    if (text === null) return;
    const rows = rowsOf.get(text);
    if (rows) rows.push(row);
    else rowsOf.set(text, [row]);
  });
  return [...rowsOf].flatMap(([value, rows]) =>
    outputs.flatMap((output): TableFinding[] => {
      const share = output.values.reduce((sum, one) => sum + (one || 0), 0) / output.values.length;
      const hits = rows.filter((row) => output.values[row] === 1).length;
      const isImplied = rows.length >= LEAST_ROWS && hits / rows.length >= 0.98 && share ** rows.length < CHANCE;
      if (!isImplied || share > 0.5) return [];
      return [
        {
          kind: 'value-implies-target',
          severity: 'error',
          column: name,
          value,
          target: output.name,
          rows: rows.length,
        },
      ];
    }),
  );
}

/** Whole numbers that repeat, where each new one is larger than all before. */
export function isNumberedByAppearance({ numbers, distinct }: InspectedColumn): boolean {
  if (!numbers || distinct < 20) return false;
  let largest = -Infinity;
  const seen = new Set<number>();
  for (const value of numbers) {
    if (!Number.isInteger(value)) return false;
    if (seen.has(value)) continue;
    if (value < largest) return false;
    seen.add(value);
    largest = value;
  }
  return true;
}
