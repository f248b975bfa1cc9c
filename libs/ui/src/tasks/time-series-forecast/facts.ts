import { type ManifestOf } from '@lintel/contracts';
import { type Facts, type TaskReader } from '../task-view';
import { FORECAST_WORDS } from './answer-words';

/** What is forecast from which signals, how far ahead, and what the band holds. */
export function forecastFacts(
  { preprocessing, reading }: ManifestOf<'time-series-forecast'>,
  { locale, format }: TaskReader,
): Facts {
  const text = FORECAST_WORDS[locale];
  const { target, signals, time, series, horizon } = preprocessing;
  return [
    [text.target, target],
    ...(series === null ? [] : [[text.series, series] as const]),
    [text.time, time.column],
    [text.signals, format.list(signals)],
    [text.horizon, format.integer(horizon)],
    [text.bandTitle, text.band(format.percent(reading.band.level, 0))],
  ];
}
