import { type AnomalyAnswer } from '@lintel/contracts';
import { alarmPeaks } from '../../../series/alarm-peaks';
import { type ReadSeries } from '../../../series/read-series';
import { writeTime } from '../../../series/read-window';
import { type Table } from '../../../tables/table';
import { isAnomaly, reasonsOf } from '../anomaly-output';
import { type AnomalyModel, type ScoredRows, scoreRows } from './evaluate-anomalies';

/** What a model says of one row of a series. */
export type RowAnswer = Pick<AnomalyAnswer, 'time' | 'score' | 'anomaly' | 'reasons'>;

export interface SeriesAlarms {
  /** Empty if there is only one. */
  readonly series: string;
  readonly rows: number;
  readonly newest: RowAnswer;
  /** In order of time; one for each stretch of unusual rows, and another one as it gets worse. */
  readonly alarms: readonly RowAnswer[];
}

/**
 * Looks for alarms in whole series.
 * @throws LintelError as `scoreRows`
 */
export async function findAlarms(
  model: AnomalyModel,
  table: Table,
  signal?: AbortSignal,
): Promise<{ readonly found: readonly SeriesAlarms[]; readonly read: ReadSeries }> {
  const scored = await scoreRows(model, table, signal);
  const { reading } = model.manifest;
  const found = scored.read.series.flatMap(({ name }, number): SeriesAlarms[] => {
    const rows = Array.from(scored.examples.series.keys()).filter((row) => scored.examples.series[row] === number);
    if (rows.length === 0) return [];
    const peaks = alarmPeaks(
      rows.map((row) => scored.scores[row]!.score),
      reading.quiet,
    );
    const answer = (row: number): RowAnswer => answerAt(model, scored, row);
    const alarms = rows.filter((_, at) => isAnomaly(peaks[at]!)).map(answer);
    return [{ series: name, rows: rows.length, newest: answer(rows.at(-1)!), alarms }];
  });
  return { found, read: scored.read };
}

function answerAt({ manifest: { preprocessing } }: AnomalyModel, { examples, scores }: ScoredRows, row: number) {
  const { score, signals } = scores[row]!;
  const newest = examples.newest.map((values) => values[row]!);
  return {
    time: writeTime(examples.times[row]!, preprocessing),
    score,
    anomaly: isAnomaly(score),
    reasons: reasonsOf(preprocessing.signals, newest, signals),
  } satisfies RowAnswer;
}
