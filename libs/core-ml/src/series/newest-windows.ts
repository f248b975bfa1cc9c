import { type SeriesRequest } from '@lintel/contracts';
import { rowsBySeries, timesOf } from './read-series';
import { windowLength } from './window-matrix';
import { recordOf, type Table } from '../tables/table';
import { type WindowView } from './window-view';

/**
 * A request for each series of a table, of its newest rows.
 * @throws LintelError INVALID_ARGUMENT (no column of times), DATASET_INVALID (a row without a time)
 */
export function newestWindows(
  table: Table,
  preprocessing: Pick<WindowView, 'series' | 'time' | 'features'>,
): { readonly series: string; readonly request: SeriesRequest }[] {
  const { series: column, time } = preprocessing;
  const series = column !== null && table.columns.includes(column) ? column : null;
  const length = windowLength(preprocessing);
  return Array.from(rowsBySeries(table, series, timesOf(table, time)), ([name, rows]) => ({
    series: name,
    request: { rows: rows.slice(-length).map((row) => recordOf(table, row)) },
  }));
}
