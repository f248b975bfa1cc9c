import { type ForecastRequest, forecastRequestSchema, LintelError, type WindowPreprocessing } from '@lintel/contracts';
import { columnCells, readSeries, type SteppedSeries } from '../../series/read-series';
import { windowLength, windowMatrix } from '../../series/window-matrix';
import { type FeatureMatrix } from '../../tables/feature-matrix';
import { tableOfRecords } from '../../tables/table';

/** The newest window of a series, as a model sees it. */
export interface ReadWindow {
  /** With one row. */
  readonly features: FeatureMatrix;
  /** The time of the forecast, in the unit of `readSeries`. */
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
export function readWindow(request: ForecastRequest, about: WindowPreprocessing): ReadWindow {
  const parsed = forecastRequestSchema.safeParse(request);
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

function windowOf(series: SteppedSeries, about: WindowPreprocessing): ReadWindow {
  const end = series.steps - 1;
  const length = windowLength(about);
  const present = series.signals.map((values) =>
    values.slice(Math.max(0, series.steps - length)).reduce((count, value) => count + Number(!Number.isNaN(value)), 0),
  );
  const newest = series.signals.map((values) => values[end]!);
  return {
    features: windowMatrix(series, [end], about),
    time: series.start + (end + about.horizon) * about.step,
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
