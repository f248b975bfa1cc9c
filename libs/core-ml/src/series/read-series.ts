import { LintelError, type WindowPreprocessing } from '@lintel/contracts';
import { missingTest, numberIn, textOf, timeIn, USUAL_MISSING } from '../tables/read-cell';
import { rowName, type Table } from '../tables/table';
import { type WindowView } from './window-view';

/** The values of one series at equal steps of time. */
export interface SteppedSeries {
  /** The name of the series; empty if there is only one. */
  readonly name: string;
  /**
   * The time of the first step, in seconds since 1970, or in the unit of times that are numbers; if rows are steps, so
   * that the newest row has its own time.
   */
  readonly start: number;
  readonly steps: number;
  /** float64 [steps] of each signal in order; NaN is missing. */
  readonly signals: readonly Float64Array[];
  /** float64 [steps]; NaN is missing. */
  readonly target: Float64Array;
  /** The row of the table at each step; -1 in a gap. */
  readonly rows: Int32Array;
}

export type SeriesColumns = Pick<WindowView, 'time' | 'series' | 'signals' | 'target' | 'step'>;

export interface ReadSeries {
  readonly series: readonly SteppedSeries[];
  /** Steps without a row, between the first and the last of a series. */
  readonly gaps: number;
  /** Values of signals that are missing in the rows. */
  readonly missing: number;
  /** Rows that were left out because a later row falls on the same step. */
  readonly replaced: number;
  /** Rows that come after a later row of their series in the file; they are sorted. */
  readonly unordered: number;
  /** Rows with the time of another row of their series, where each row is a step; elsewhere they are refused. */
  readonly repeated: number;
}

/** Beyond so many steps for each row the times are too uneven to be put on steps. */
const MOST_STEPS_PER_ROW = 50;
const FEW_STEPS = 1_000;

const isMissing = missingTest({ missing: [...USUAL_MISSING] });

/** @throws LintelError INVALID_ARGUMENT that names the columns of the table */
export function columnCells(table: Table, name: string): Table['cells'][number] {
  const at = table.columns.indexOf(name);
  if (at >= 0) return table.cells[at]!;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The rows have no column "${name}".`,
    expected: `one of ${table.columns.slice(0, 40).join(', ')}`,
    received: name,
    cure: 'Check the spelling of the name; upper and lower case differ.',
  });
}

/**
 * Reads numbers; missing ones become NaN.
 * @throws LintelError INVALID_ARGUMENT (no such column), DATASET_INVALID (a value that is no number)
 */
export function numbersOf(table: Table, name: string): Float64Array {
  return Float64Array.from(columnCells(table, name), (cell, row) => {
    if (isMissing(cell)) return NaN;
    const number = numberIn(cell, false);
    if (number !== undefined) return number;
    throw invalidCell(table, name, row, 'a number, or an empty cell');
  });
}

/**
 * Reads the times of rows.
 * @returns float64 [rows], seconds since 1970, or the numbers themselves
 * @throws LintelError INVALID_ARGUMENT (no such column), DATASET_INVALID (a row without a time)
 */
export function timesOf(table: Table, { column, format }: WindowPreprocessing['time']): Float64Array {
  return Float64Array.from(columnCells(table, column), (cell, row) => {
    const time = timeIn(cell, format);
    if (time !== undefined) return time;
    const expected = format === 'iso' ? 'a time such as 2026-04-01T13:30:00' : 'a number';
    throw invalidCell(table, column, row, expected);
  });
}

/** The rows of each series in order of time, with the name of the series. */
export function rowsBySeries(table: Table, series: string | null, times: Float64Array): Map<string, number[]> {
  const names = series === null ? null : columnCells(table, series);
  const rows = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row += 1) {
    const name = names === null ? '' : textOf(names[row]!);
    const list = rows.get(name);
    if (list) list.push(row);
    else rows.set(name, [row]);
  }
  for (const list of rows.values()) list.sort((one, other) => times[one]! - times[other]!);
  return rows;
}

/**
 * Puts the rows of each series on equal steps of time, counted from its newest row. A step without a row is missing.
 * @throws LintelError INVALID_ARGUMENT (no such column), DATASET_INVALID (a wrong cell, two rows of a series with one
 *   time, or times too far apart for the step)
 */
export function readSeries(table: Table, columns: SeriesColumns): ReadSeries {
  const { time, step, target: targetName } = columns;
  const times = timesOf(table, time);
  const signals = columns.signals.map((name) => numbersOf(table, name));
  const target =
    targetName !== undefined && table.columns.includes(targetName)
      ? numbersOf(table, targetName)
      : new Float64Array(table.rows).fill(NaN);
  let [gaps, missing, replaced, unordered, repeated] = [0, 0, 0, 0, 0];
  const series = Array.from(rowsBySeries(table, columns.series, times), ([name, rows]): SteppedSeries => {
    if (step === null) repeated += repeatedTimes(times, rows);
    else checkTimes(table, times, rows, name);
    unordered += rowsAfterLater(times, rows);
    const newest = times[rows.at(-1)!]!;
    const stepsBack = rows.map((row, at) =>
      step === null ? rows.length - 1 - at : Math.round((newest - times[row]!) / step),
    );
    const steps = stepsBack[0]! + 1;
    if (step !== null) checkSteps(steps, rows.length, step, name);
    const places = new Int32Array(steps).fill(-1);
    rows.forEach((row, at) => {
      const place = steps - 1 - stepsBack[at]!;
      if (places[place]! >= 0) replaced += 1;
      places[place] = row;
    });
    for (const place of places) if (place < 0) gaps += 1;
    const on = (values: Float64Array): Float64Array =>
      Float64Array.from(places, (row) => (row < 0 ? NaN : values[row]!));
    const own = signals.map(on);
    for (const values of own) places.forEach((row, at) => (missing += Number(row >= 0 && Number.isNaN(values[at]!))));
    return { name, start: newest - (steps - 1) * (step ?? 1), steps, signals: own, target: on(target), rows: places };
  });
  return { series, gaps, missing, replaced, unordered, repeated };
}

/**
 * The usual time between two rows of one series: the median.
 * @throws LintelError DATASET_INVALID if no series has two rows
 */
export function usualStep(times: Float64Array, rows: Iterable<readonly number[]>): number {
  const differences: number[] = [];
  for (const list of rows) {
    for (let at = 1; at < list.length; at += 1) {
      const difference = times[list[at]!]! - times[list[at - 1]!]!;
      if (difference > 0) differences.push(difference);
    }
  }
  differences.sort((one, other) => one - other);
  const step = differences[Math.floor((differences.length - 1) / 2)];
  if (step !== undefined) return step;
  throw new LintelError('DATASET_INVALID', {
    problem: 'No series has two rows with different times.',
    expected: 'rows that follow each other in time',
    received: `${times.length} rows`,
    cure: 'Check the columns of the times and of the series.',
  });
}

/** @param rows of a series in order of time */
function rowsAfterLater(times: Float64Array, rows: readonly number[]): number {
  let [latest, count] = [-Infinity, 0];
  for (const row of rows.slice().sort((one, other) => one - other)) {
    if (times[row]! < latest) count += 1;
    else latest = times[row]!;
  }
  return count;
}

/** @param rows of a series in order of time */
export const repeatedTimes = (times: Float64Array, rows: readonly number[]): number =>
  rows.filter((row, at) => at > 0 && times[row] === times[rows[at - 1]!]).length;

function checkTimes(table: Table, times: Float64Array, rows: readonly number[], name: string): void {
  const at = rows.findIndex((row, index) => index > 0 && times[row] === times[rows[index - 1]!]);
  if (at < 0) return;
  const [one, other] = [rows[at - 1]!, rows[at]!].sort((a, b) => a - b) as [number, number];
  throw new LintelError('DATASET_INVALID', {
    problem: `${name === '' ? 'The series' : `The series "${name}"`} has two rows with the same time.`,
    expected: 'one row for each time of a series',
    received: `${rowName(table, one)} and ${rowName(table, other)}`,
    cure: 'Delete one of them, or name the column that tells the series apart with --series.',
  });
}

function checkSteps(steps: number, rows: number, step: number, name: string): void {
  if (steps <= Math.max(FEW_STEPS, rows * MOST_STEPS_PER_ROW)) return;
  throw new LintelError('DATASET_INVALID', {
    problem: `The times of ${name === '' ? 'the series' : `the series "${name}"`} are too uneven.`,
    expected: `at most ${MOST_STEPS_PER_ROW} steps of ${step} for each row`,
    received: `${steps} steps with ${rows} rows`,
    cure: 'Bring the values to equal distances of time first, or leave out what is far from the rest.',
  });
}

function invalidCell(table: Table, column: string, row: number, expected: string): LintelError {
  return new LintelError('DATASET_INVALID', {
    problem: `The column "${column}" has a value in ${rowName(table, row)} that cannot be read.`,
    expected,
    received: JSON.stringify(columnCells(table, column)[row] ?? null),
    cure: 'Correct the value, or leave the column out with --ignore.',
  });
}
