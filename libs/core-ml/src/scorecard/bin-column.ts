import { type MatrixColumn, type ScorecardBin, type ScorecardColumn } from '@lintel/contracts';
import { countValues, informationOf, sumOf, weightOfEvidence, type Counted, type CountedValue } from './counted-values';
import { monotoneBins, type Direction } from './monotone-bins';
import { preBins } from './pre-bins';

export interface BinningOptions {
  /** Default: 5. */
  readonly mostBins?: number;
  /** Default: 20. */
  readonly mostPreBins?: number;
  /** The smallest bin, as a share of the rows with an ordinary value. Default: 0.05. */
  readonly leastShare?: number;
}

/**
 * Divides one column of a feature matrix into bins with the largest information value: monotone ranges of numbers,
 * groups of categories with similar shares of events, one bin for each special code and one for missing values.
 * @param column of the matrix encoding
 * @param values float32 [rows]; NaN is missing
 * @param isEvent 1 for a row with the event, else 0; both occur
 */
export function binColumn(
  column: MatrixColumn,
  values: Float32Array,
  isEvent: Uint8Array,
  options: BinningOptions = {},
): ScorecardColumn {
  const all = { rows: values.length, events: isEvent.reduce((sum, event) => sum + event, 0) };
  const counted = countValues(values, isEvent);
  const known = sumOf(counted);
  const missing = labelled('missing', { rows: all.rows - known.rows, events: all.events - known.events }, all);
  return column.kind === 'category'
    ? binCategories(column, counted, missing, all, options)
    : binNumbers(column, counted, missing, all, options);
}

function binNumbers(
  { name, special, monotone }: MatrixColumn & { kind: 'number' },
  counted: readonly CountedValue[],
  missing: ScorecardBin,
  all: Counted,
  options: BinningOptions,
): ScorecardColumn {
  const codes = special.map(Math.fround);
  const ordinary = counted.filter(({ value }) => !codes.includes(value));
  const starts = optimalStarts(ordinary, monotone, all, options);
  const ranges = divide(ordinary, starts).map(sumOf);
  // The graph compares float32 numbers, so the edges are such numbers too.
  const edges = starts.map((start) => Math.fround((ordinary[start - 1]!.value + ordinary[start]!.value) / 2));
  const ends = [-Infinity, ...edges, Infinity];
  const bins = [
    ...ranges.map((range, index) => labelled(rangeName(ends[index]!, ends[index + 1]!), range, all)),
    ...codes.map((code) =>
      labelled(String(code), counted.find(({ value }) => value === code) ?? { rows: 0, events: 0 }, all),
    ),
    missing,
  ];
  return { kind: 'number', name, edges, special: codes, bins, coefficient: 0, informationValue: valueOf(bins, all) };
}

function binCategories(
  { name, categories, rare }: MatrixColumn & { kind: 'category' },
  counted: readonly CountedValue[],
  missing: ScorecardBin,
  all: Counted,
  options: BinningOptions,
): ScorecardColumn {
  const rate = ({ rows, events }: Counted): number => events / rows;
  const ordered = [...counted].sort((one, other) => rate(one) - rate(other) || one.value - other.value);
  const divided = divide(ordered, optimalStarts(ordered, 1, all, options));
  const nameOf = (code: number): string => categories[code] ?? `${rare.length} rare values`;
  const groups = Array.from({ length: categories.length + Number(rare.length > 0) }, (_, code) =>
    divided.findIndex((group) => group.some(({ value }) => value === code)),
  );
  const bins = [
    ...divided.map((group) => labelled(group.map(({ value }) => nameOf(value)).join(', '), sumOf(group), all)),
    missing,
  ];
  return { kind: 'category', name, groups, bins, coefficient: 0, informationValue: valueOf(bins, all) };
}

function optimalStarts(
  counted: readonly Counted[],
  direction: Direction,
  all: Counted,
  { mostBins = 5, mostPreBins = 20, leastShare = 0.05 }: BinningOptions,
): number[] {
  if (counted.length === 0) return [];
  const leastRows = Math.max(1, Math.ceil(leastShare * sumOf(counted).rows));
  const starts = preBins(counted, mostPreBins, leastRows);
  const merged = monotoneBins(divide(counted, starts).map(sumOf), mostBins, direction, all);
  return merged.map((bin) => starts[bin - 1]!);
}

/** @param starts the index of the first item of each list after the first */
function divide<T>(items: readonly T[], starts: readonly number[]): T[][] {
  const ends = [...starts, items.length];
  return [0, ...starts].map((start, index) => items.slice(start, ends[index])).filter((list) => list.length > 0);
}

function labelled(label: string, { rows, events }: Counted, all: Counted): ScorecardBin {
  return { label, rows, events, woe: weightOfEvidence({ rows, events }, all), points: 0 };
}

const valueOf = (bins: readonly ScorecardBin[], all: Counted): number =>
  bins.reduce((sum, bin) => sum + informationOf(bin, all), 0);

function rangeName(low: number, high: number): string {
  const shown = (value: number): string => String(Number(value.toPrecision(7)));
  if (low === -Infinity) return high === Infinity ? 'any value' : `below ${shown(high)}`;
  return high === Infinity ? `${shown(low)} and above` : `${shown(low)} to below ${shown(high)}`;
}
