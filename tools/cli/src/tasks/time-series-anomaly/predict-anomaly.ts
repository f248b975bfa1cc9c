import { LintelError } from '@lintel/contracts';
import { type StoredModel } from '@lintel/core-ml';
import { findAlarms, type SeriesAlarms } from '@lintel/core-ml/series';
import { type CommandContext } from '../../command-context';
import { counted, table } from '../../terminal/wording';
import { readSeriesData } from '../series/series-data';

type Searched = { readonly file: string } & (SeriesAlarms | { readonly error: LintelError });
type RowAnswer = SeriesAlarms['newest'];

const REASONS_SHOWN = 3;
const ALARMS_SHOWN = 50;

/** Looks for alarms in series; a file that cannot be read does not affect the others. */
export async function predictAnomalies(
  model: StoredModel<'time-series-anomaly'>,
  files: readonly string[],
  { terminal, signal, outcome }: CommandContext,
): Promise<void> {
  const { name, task, preprocessing } = model.manifest;
  const searched: Searched[] = [];
  for (const file of files) {
    try {
      const { table: rows } = await readSeriesData(file, preprocessing.time.column);
      const { found } = await findAlarms(model, rows, signal);
      searched.push(...found.map((one) => ({ file, ...one })));
    } catch (error) {
      if (!(error instanceof LintelError)) throw error;
      searched.push({ file, error });
    }
  }
  terminal.result({ command: 'predict', model: name, task, predictions: searched }, describe(searched));
  if (searched.some((one) => 'error' in one)) outcome.exitCode = 1;
}

function describe(searched: readonly Searched[]): string {
  const newest = searched.map((one) => {
    if ('error' in one) return [one.file, '', '', 'cannot be read', one.error.problem];
    const place = one.series === '' ? one.file : one.series;
    return [place, counted(one.rows), counted(one.alarms.length), ...describeRow(one.newest)];
  });
  const alarms = searched.flatMap((one) =>
    'error' in one ? [] : one.alarms.map((alarm) => [one.series === '' ? one.file : one.series, ...describeRow(alarm)]),
  );
  return [
    table(['series', 'rows', 'alarms', 'newest row', 'score', 'why'], newest),
    ...(alarms.length === 0
      ? []
      : [
          '',
          `Alarms (a score of 1 is the limit):`,
          table(['series', 'time', 'score', 'why'], alarms.slice(0, ALARMS_SHOWN)),
        ]),
    ...(alarms.length > ALARMS_SHOWN ? [`… and ${counted(alarms.length - ALARMS_SHOWN)} more; --json has all.`] : []),
  ].join('\n');
}

function describeRow({ time, score, anomaly, reasons }: RowAnswer): string[] {
  const why = reasons
    .filter((reason) => reason.score > 0)
    .slice(0, REASONS_SHOWN)
    .map(({ signal, value, score: own }) => `${signal} = ${value ?? 'missing'} (${own.toPrecision(2)})`);
  return [String(time), `${score.toPrecision(3)}${anomaly ? ', anomaly' : ''}`, why.join(', ')];
}
