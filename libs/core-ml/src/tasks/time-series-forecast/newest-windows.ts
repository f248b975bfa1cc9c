import { type ForecastRequest, type WindowPreprocessing } from '@lintel/contracts';
import { rowsBySeries, timesOf } from '../../series/read-series';
import { windowLength } from '../../series/window-matrix';
import { recordOf, type Table } from '../../tables/table';

/**
 * A request for each series of a table, of its newest rows.
 * @throws LintelError INVALID_ARGUMENT (no column of times), DATASET_INVALID (a row without a time)
 */
export function newestWindows(
  table: Table,
  preprocessing: WindowPreprocessing,
): { readonly series: string; readonly request: ForecastRequest }[] {
  const { series: column, time } = preprocessing;
  const series = column !== null && table.columns.includes(column) ? column : null;
  const length = windowLength(preprocessing);
  return Array.from(rowsBySeries(table, series, timesOf(table, time)), ([name, rows]) => ({
    series: name,
    request: { rows: rows.slice(-length).map((row) => recordOf(table, row)) },
  }));
}
