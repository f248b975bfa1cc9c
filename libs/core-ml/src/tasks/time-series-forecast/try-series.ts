import { forecastRequestSchema } from '@lintel/contracts';
import { onlyInput, readTrialTable, type ReadTrial, trialOf, wrongTrial } from '../tried-task';
import { newestWindows } from './newest-windows';

/** The newest rows of a series as JSON, or of each series in a CSV file. */
export const trySeries: ReadTrial<'time-series-forecast'> = (content, { preprocessing }) => {
  if (content.kind === 'file') {
    const windows = newestWindows(readTrialTable(content.bytes), preprocessing);
    return trialOf<'time-series-forecast'>(windows.map(({ series, request }) => ({ name: series, input: request })));
  }
  const request = forecastRequestSchema.safeParse(content.value);
  if (request.success) return onlyInput<'time-series-forecast'>(request.data);
  throw wrongTrial({
    expected: '{"rows": [{"column": value, …}, …]} with at least one row',
    received: request.error.issues[0]!.path.join('.') || typeof content.value,
    cure: 'Send the newest rows of one series, or a CSV file.',
  });
};
