import { LintelError, type SeriesRequest, seriesRequestSchema } from '@lintel/contracts';
import { columnCells, readSeries, type SteppedSeries } from './read-series';
import { windowLength, windowMatrix } from './window-matrix';
import { type WindowView } from './window-view';
import { type FeatureMatrix } from '../tables/feature-matrix';
import { tableOfRecords } from '../tables/table';

/** The newest window of a series, as a model sees it. */
export interface ReadWindow {
  /** With one row. */
  readonly features: FeatureMatrix;
  /** The time that is asked about, in the unit of `readSeries`. */
  readonly time: number;
  /** The share of the window's values that are missing. */
  readonly missing: number;
  /** Signals whose newest value is missing. */
  readonly newestMissing: number;
  /** The newest value of each signal; NaN is missing. */
  readonly newest: readonly number[];
}

/**
 * Reads the rows of a request.
 * @throws LintelError INVALID_ARGUMENT (rows of several series, no such column), DATASET_INVALID (a wrong cell, two rows
 *   with one time)
 */
export function readWindow(request: SeriesRequest, about: WindowView): ReadWindow {
  const parsed = seriesRequestSchema.safeParse(request);
  if (!parsed.success) throw invalidRequest(parsed.error.issues[0]?.message ?? 'invalid');
  const table = tableOfRecords(parsed.data.rows);
  // The name of the series is not needed as long as all rows are of one.
  const { series: column } = about;
  const series = column !== null && table.columns.includes(column) ? column : null;
  if (series !== null) {
    const names = new Set(columnCells(table, series).map(String));
    if (names.size > 1) throw severalSeries(series, names);
  }
  const [one] = readSeries(table, { ...about, series }).series;
  return windowOf(one!, about);
}

/** Beyond this share of missing values a person should look at the answer. */
const MOSTLY_MISSING = 0.5;

/** Whether too much is missing for an answer that can be relied on. */
export const isUnsure = ({ missing, newestMissing }: ReadWindow): boolean =>
  missing > MOSTLY_MISSING || newestMissing > 0;

/** What drift watches: the newest value of each signal that has one. */
export function newestValues({ newest }: ReadWindow, { signals }: Pick<WindowView, 'signals'>): Record<string, number> {
  const values = signals.flatMap((signal, at) => (Number.isNaN(newest[at]!) ? [] : [[signal, newest[at]!] as const]));
  return Object.fromEntries(values);
}

/** ISO 8601, or the number itself where times are numbers. */
export const writeTime = (time: number, { time: { format } }: Pick<WindowView, 'time'>): string | number =>
  format === 'iso' ? new Date(time * 1000).toISOString() : time;

function windowOf(series: SteppedSeries, about: WindowView): ReadWindow {
  const end = series.steps - 1;
  const length = windowLength(about);
  const present = series.signals.map((values) =>
    values.slice(Math.max(0, series.steps - length)).reduce((count, value) => count + Number(!Number.isNaN(value)), 0),
  );
  const newest = series.signals.map((values) => values[end]!);
  return {
    features: windowMatrix(series, [end], about),
    time: series.start + (end + (about.horizon ?? 0)) * (about.step ?? 1),
    missing: 1 - present.reduce((sum, count) => sum + count, 0) / (length * present.length),
    newestMissing: newest.filter((value) => Number.isNaN(value)).length,
    newest,
  };
}

const invalidRequest = (received: string): LintelError =>
  new LintelError('INVALID_ARGUMENT', {
    problem: 'The rows of the series cannot be read.',
    expected: '{ rows: [{ column: value, … }, …] } with at least one row',
    received,
    cure: 'Pass the newest rows of one series with the columns of the training.',
  });

const severalSeries = (column: string, names: ReadonlySet<string>): LintelError =>
  new LintelError('INVALID_ARGUMENT', {
    problem: 'The rows belong to several series.',
    expected: `one value of "${column}"`,
    received: [...names].slice(0, 5).join(', '),
    cure: 'Ask for each series by itself.',
  });
