import { type TableFinding } from '@lintel/contracts';
import { type InspectedColumn, type InspectedTarget } from './inspected-target';

/** Names of columns that usually name a thing. */
export const NAMES_A_THING =
  /(^|[_\s-])(id|no|nr|number|subject|patient|person|customer|client|user|account|unit|lot|batch|machine|device|mix|case)($|[_\s#-])|#|Id$|ID$/i;
const LEAST_ENTITIES = 5;

interface Candidate {
  readonly column: InspectedColumn;
  readonly determines: readonly string[];
  readonly targetShare: number;
  readonly isNamed: boolean;
}

/**
 * The column that names what several rows belong to, found by what is the same in all of its rows: a person keeps age
 * and sex from visit to visit. Of several such columns the one that fixes the most others is reported.
 * @param parts the part of each row, if the table is already split
 */
export function repeatedEntity(
  columns: readonly InspectedColumn[],
  target: InspectedTarget | undefined,
  parts: ArrayLike<number> | undefined,
): TableFinding | undefined {
  const rows = columns[0]?.texts.length ?? 0;
  const candidates = columns
    .filter((column) => column.distinct >= LEAST_ENTITIES && column.distinct <= rows / 2 && isNaming(column))
    .map((column): Candidate => {
      const others = columns.filter((other) => other !== column && other.distinct > 1);
      const determines = others.filter((other) => isDetermined(column, other)).map(({ name }) => name);
      const targetShare = target ? Math.max(...target.outputs.map(({ values }) => shareBetween(column, values))) : 0;
      return { column, determines, targetShare, isNamed: NAMES_A_THING.test(column.name) };
    })
    .filter(
      ({ determines, targetShare, isNamed }) =>
        determines.length >= 2 || (determines.length === 1 && (isNamed || targetShare >= 0.5)),
    );
  if (candidates.length === 0) return undefined;
  const rank = ({ determines, column, isNamed }: Candidate): number[] => [
    determines.length,
    column.distinct,
    Number(isNamed),
  ];
  const best = candidates.reduce((one, other) => (isLater(rank(one), rank(other)) ? other : one));
  const acrossParts = parts ? entitiesAcross(best.column, parts) : null;
  return {
    kind: 'repeated-entity',
    severity: acrossParts === 0 ? 'note' : 'error',
    column: best.column.name,
    entities: best.column.distinct,
    determines: [...best.determines],
    targetShare: best.targetShare,
    acrossParts,
  };
}

/** Text, or whole numbers: a measured quantity names nothing. */
const isNaming = ({ numbers }: InspectedColumn): boolean =>
  !numbers || numbers.every((value) => Number.isNaN(value) || Number.isInteger(value));

function isDetermined(by: InspectedColumn, other: InspectedColumn): boolean {
  const first = new Map<string, string | null>();
  return by.texts.every((entity, row) => {
    if (entity === null) return true;
    const value = other.texts[row]!;
    if (!first.has(entity)) first.set(entity, value);
    return first.get(entity) === value;
  });
}

/** Omega squared: the share of the variance between entities, corrected for their number (Hays 1963). */
function shareBetween({ texts, distinct }: InspectedColumn, values: Float64Array): number {
  const sums = new Map<string, { sum: number; rows: number }>();
  let [total, squares, rows] = [0, 0, 0];
  texts.forEach((entity, row) => {
    const value = values[row]!;
    if (entity === null || Number.isNaN(value)) return;
    const one = sums.get(entity) ?? { sum: 0, rows: 0 };
    one.sum += value;
    one.rows++;
    sums.set(entity, one);
    total += value;
    squares += value * value;
    rows++;
  });
  const spread = squares - (total * total) / rows;
  const between =
    [...sums.values()].reduce((sum, one) => sum + (one.sum * one.sum) / one.rows, 0) - (total * total) / rows;
  const within = (spread - between) / Math.max(1, rows - distinct);
  const share = (between - (distinct - 1) * within) / (spread + within);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

function entitiesAcross({ texts }: InspectedColumn, parts: ArrayLike<number>): number {
  const first = new Map<string, number>();
  const across = new Set<string>();
  texts.forEach((entity, row) => {
    if (entity === null) return;
    if (!first.has(entity)) first.set(entity, parts[row]!);
    else if (first.get(entity) !== parts[row]) across.add(entity);
  });
  return across.size;
}

function isLater(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at >= 0 && other[at]! > one[at]!;
}
