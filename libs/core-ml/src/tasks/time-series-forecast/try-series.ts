import { forecastRequestSchema } from '@lintel/contracts';
import { rowsBySeries, timesOf } from '../../series/read-series';
import { windowLength } from '../../series/window-matrix';
import { onlyInput, readTrialTable, recordOf, type ReadTrial, trialOf, wrongTrial } from '../tried-task';

/** The newest rows of a series as JSON, or of each series in a CSV file. */
export const trySeries: ReadTrial<'time-series-forecast'> = (content, { preprocessing }) => {
  if (content.kind === 'file') {
    const table = readTrialTable(content.bytes);
    const { series, time } = preprocessing;
    const named = series !== null && table.columns.includes(series) ? series : null;
    const length = windowLength(preprocessing);
    const all = [...rowsBySeries(table, named, timesOf(table, time))];
    return trialOf<'time-series-forecast'>(
      all.map(([name, rows]) => ({ name, input: { rows: rows.slice(-length).map((row) => recordOf(table, row)) } })),
    );
  }
  const request = forecastRequestSchema.safeParse(content.value);
  if (request.success) return onlyInput<'time-series-forecast'>(request.data);
  throw wrongTrial({
    expected: '{"rows": [{"column": value, …}, …]} with at least one row',
    received: request.error.issues[0]!.path.join('.') || typeof content.value,
    cure: 'Send the newest rows of one series, or a CSV file.',
  });
};
