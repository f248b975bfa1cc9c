import { LintelError } from '@lintel/contracts';
import { textOf, USUAL_MISSING } from '../tables/read-cell';
import { type Table } from '../tables/table';

export interface ReadContentsOptions {
  /** Named in messages. */
  readonly name: string;
  /** Column of the items. Default: `item`. */
  readonly item?: string | undefined;
  /** Columns that describe an item. Default: all others. */
  readonly columns?: readonly string[] | undefined;
}

/** What is known of items, as vectors. */
export interface ItemContents {
  /** Attributes with their weights, in the order of the values: rare ones weigh more. */
  readonly attributes: readonly { readonly name: string; readonly weight: number }[];
  readonly size: number;
  /** float32 [items, size]: the weight of each attribute that an item has, else 0. */
  readonly values: Float32Array;
  /** Items that the table does not describe. */
  readonly missing: number;
}

/** The most frequent attributes are kept. */
const MOST_ATTRIBUTES = 512;
const MISSING = new Set(USUAL_MISSING.map((text) => text.toLowerCase()));

/**
 * Reads the attributes of items from a table: the parts of each cell between bars, semicolons or commas, or else its
 * words. An attribute weighs ln(items / items that have it) (inverse document frequency, Spärck Jones 1972).
 * @param itemIds in the order of the vectors
 * @throws LintelError INVALID_ARGUMENT (unknown columns), DATASET_INVALID (no attribute occurs twice)
 */
export function readContents(
  table: Table,
  itemIds: readonly string[],
  { name, item = 'item', columns }: ReadContentsOptions,
): ItemContents {
  const key = position(table, item, name);
  const described = (columns ?? table.columns.filter((_, at) => at !== key)).map((one) => position(table, one, name));
  const numbers = new Map(itemIds.map((id, number) => [id, number]));
  const attributes = new Map<number, Set<string>>();
  for (let row = 0; row < table.rows; row++) {
    const number = numbers.get(textOf(table.cells[key]![row]!));
    if (number === undefined) continue;
    const own = attributes.get(number) ?? attributes.set(number, new Set<string>()).get(number)!;
    for (const column of described) for (const one of partsOf(textOf(table.cells[column]![row]!))) own.add(one);
  }
  const counts = new Map<string, number>();
  for (const own of attributes.values()) for (const one of own) counts.set(one, (counts.get(one) ?? 0) + 1);
  const kept = [...counts]
    .filter(([, count]) => count > 1)
    .sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
    .slice(0, MOST_ATTRIBUTES);
  if (kept.length === 0) throw nothingShared(name);
  const weighted = kept.map(([attribute, count]) => ({
    name: attribute,
    // What every item has still counts a little, so that no vector is zero.
    weight: Math.max(0.01, Math.log(attributes.size / count)),
  }));
  const places = new Map(weighted.map((one, at) => [one.name, at]));
  const size = weighted.length;
  const values = new Float32Array(itemIds.length * size);
  for (const [number, own] of attributes) {
    for (const one of own) {
      const place = places.get(one);
      if (place !== undefined) values[number * size + place] = weighted[place]!.weight;
    }
  }
  return { attributes: weighted, size, values, missing: itemIds.length - attributes.size };
}

/** @returns the attributes in a cell, in lower case */
function partsOf(text: string): string[] {
  return text
    .split(/[|;,]/.test(text) ? /[|;,]/ : /\s+/)
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !MISSING.has(part));
}

function position({ columns }: Table, column: string, name: string): number {
  const at = columns.indexOf(column);
  if (at >= 0) return at;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `${name} has no column "${column}".`,
    expected: columns.join(', ').slice(0, 300),
    received: column,
    cure: 'Name the column of the items with --item, and those that describe them with --attributes.',
  });
}

const nothingShared = (name: string): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `${name} says nothing that two items have in common.`,
    expected: 'attributes such as brand, category or genre of the items that occur in the interactions',
    received: 'no attribute that occurs twice',
    cure: 'Check that the ids of the items are written as in the interactions.',
  });
