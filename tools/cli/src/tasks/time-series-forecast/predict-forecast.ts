import { type ForecastAnswer, type LintelError } from '@lintel/contracts';
import { Predictor, type StoredModel } from '@lintel/core-ml';
import { newestWindows } from '@lintel/core-ml/series';
import { type CommandContext } from '../../command-context';
import { readTableFile } from '../../tables/table-files';
import { table } from '../../terminal/wording';

type Predicted = { file: string; series: string } & ({ prediction: ForecastAnswer } | { error: LintelError });

const REASONS_SHOWN = 3;

/** Forecasts what follows the newest row of each series; a series that cannot be read does not affect the others. */
export async function predictForecast(
  model: StoredModel<'time-series-forecast'>,
  files: readonly string[],
  { terminal, signal, outcome }: CommandContext,
): Promise<void> {
  const predictor = await Predictor.open<'time-series-forecast'>(model);
  const { name, task, preprocessing } = predictor.manifest;
  const answers: Predicted[] = [];
  try {
    for (const file of files) {
      const rows = await readTableFile(file);
      const windows = newestWindows(rows, preprocessing);
      const outcomes = await predictor.predictSettled(
        windows.map(({ request }) => request),
        { signal },
      );
      outcomes.forEach((one, at) => {
        const place = { file, series: windows[at]!.series };
        answers.push(one.ok ? { ...place, prediction: one.prediction } : { ...place, error: one.error });
      });
    }
  } finally {
    await predictor.close();
  }
  const predictions = answers.map(({ file, series, ...one }) =>
    'error' in one ? { file, series, error: one.error } : { file, series, ...one.prediction },
  );
  terminal.result({ command: 'predict', model: name, task, predictions }, describe(answers));
  if (answers.some((one) => 'error' in one)) outcome.exitCode = 1;
}

function describe(answers: readonly Predicted[]): string {
  const rows = answers.map(({ file, series, ...one }) => {
    const place = series === '' ? file : series;
    if ('error' in one) return [place, '', 'cannot be forecast', one.error.problem, ''];
    const { time, value, interval, reasons, unsure } = one.prediction;
    const why = reasons.slice(0, REASONS_SHOWN).map(({ signal, contribution }) => {
      return `${signal} (${contribution >= 0 ? '+' : ''}${contribution.toPrecision(2)})`;
    });
    return [
      ...[place, String(time), `${Number(value.toPrecision(6))}${unsure ? ', unsure' : ''}`],
      `${Number(interval.low.toPrecision(4))} – ${Number(interval.high.toPrecision(4))}`,
      why.join(', '),
    ];
  });
  return table(['series', 'time', 'forecast', 'band', 'why'], rows);
}
