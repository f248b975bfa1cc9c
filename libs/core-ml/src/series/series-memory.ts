import { type SeriesRequest } from '@lintel/contracts';
import { tableOfRecords, type Cell } from '../tables/table';
import { numbersOf, timesOf } from './read-series';
import { windowLength } from './window-matrix';
import { type WindowView } from './window-view';

type Row = Readonly<Record<string, Cell>>;

/** What is kept of a series between two of its rows. It is JSON. */
export interface SeriesMemory {
  /** The newest rows in order of time, each with its time and its signals only. */
  readonly rows: readonly Row[];
  /** Alarms that a new one must exceed, the highest first, and the rows since. */
  readonly alarms: readonly { readonly score: number; readonly ago: number }[];
}

export const EMPTY_MEMORY: SeriesMemory = { rows: [], alarms: [] };

export interface Remembered {
  readonly memory: SeriesMemory;
  /** A window for each row that is newer than all before it, in order of time. */
  readonly windows: readonly SeriesRequest[];
  /** Rows older than one that came before; they are kept for later windows, and not answered. */
  readonly late: number;
  /** Rows with the time of another one, which are ignored. */
  readonly repeated: number;
}

/**
 * Adds rows to a series.
 * @param arriving in any order
 * @throws LintelError INVALID_ARGUMENT (a signal that no row has), DATASET_INVALID (a row without a time, a signal that
 *   is no number); nothing is remembered then
 */
export function rememberRows(memory: SeriesMemory, arriving: readonly Row[], view: WindowView): Remembered {
  if (arriving.length === 0) return { memory, windows: [], late: 0, repeated: 0 };
  const length = windowLength(view);
  const kept = [...memory.rows];
  const keptTimes = kept.length === 0 ? [] : [...timesOf(tableOfRecords(kept), view.time)];
  const windows: SeriesRequest[] = [];
  let [late, repeated] = [0, 0];
  for (const { row, time } of sortedRows(arriving, view)) {
    const place = keptTimes.findLastIndex((other) => other <= time) + 1;
    if (keptTimes[place - 1] === time) {
      repeated += 1;
      continue;
    }
    kept.splice(place, 0, row);
    keptTimes.splice(place, 0, time);
    if (place === kept.length - 1) windows.push({ rows: kept.slice(-length) });
    else late += 1;
  }
  return { memory: { ...memory, rows: kept.slice(-length) }, windows, late, repeated };
}

/** The rows with the columns that are needed, in order of time. */
function sortedRows(arriving: readonly Row[], view: WindowView): { row: Row; time: number }[] {
  const table = tableOfRecords(arriving);
  const times = timesOf(table, view.time);
  for (const signal of view.signals) numbersOf(table, signal);
  const columns = [view.time.column, ...view.signals];
  return arriving
    .map((row, at) => ({
      row: Object.fromEntries(columns.map((column) => [column, row[column] ?? null])),
      time: times[at]!,
    }))
    .sort((one, other) => one.time - other.time);
}

/**
 * Notes the score of the next row, as `alarmPeaks` does for whole series.
 * @param score as share of the limit
 * @returns whether it raises an alarm of its own
 */
export function noteScore(
  { rows, alarms }: SeriesMemory,
  score: number,
  quiet: number,
): { readonly memory: SeriesMemory; readonly alarm: boolean } {
  const before = alarms.map((alarm) => ({ ...alarm, ago: alarm.ago + 1 })).filter(({ ago }) => ago <= quiet);
  const alarm = score >= 1 && score > (before[0]?.score ?? -Infinity);
  const higher = before.filter((one) => one.score > score);
  return { memory: { rows, alarms: score >= 1 ? [...higher, { score, ago: 0 }] : before }, alarm };
}
