import { type ManifestOf, seriesRequestSchema } from '@lintel/contracts';
import { onlyInput, readTrialTable, type Trial, type TrialContent, trialOf, wrongTrial } from '../tried-task';
import { newestWindows } from '../../series/newest-windows';

/** The tasks whose inputs are the newest rows of a series. */
type SeriesTask = 'time-series-anomaly' | 'time-series-forecast';

/** The newest rows of a series as JSON, or of each series in a CSV file. */
export function trySeries<Id extends SeriesTask>(
  content: TrialContent,
  { preprocessing }: Pick<ManifestOf<SeriesTask>, 'preprocessing'>,
): Trial<Id> {
  if (content.kind === 'file') {
    const windows = newestWindows(readTrialTable(content.bytes), preprocessing);
    return trialOf<Id>(windows.map(({ series, request }) => ({ name: series, input: request })));
  }
  const request = seriesRequestSchema.safeParse(content.value);
  if (request.success) return onlyInput<Id>(request.data);
  throw wrongTrial({
    expected: '{"rows": [{"column": value, …}, …]} with at least one row',
    received: request.error.issues[0]!.path.join('.') || typeof content.value,
    cure: 'Send the newest rows of one series, or a CSV file.',
  });
}
