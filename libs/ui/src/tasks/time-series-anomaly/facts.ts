import { type ManifestOf } from '@lintel/contracts';
import { type Facts, type TaskReader } from '../task-view';
import { ANOMALY_WORDS } from './anomaly-words';

/** Which signals are watched, and what an alarm means. */
export function anomalyFacts(
  { preprocessing, reading }: ManifestOf<'time-series-anomaly'>,
  { locale, format }: TaskReader,
): Facts {
  const text = ANOMALY_WORDS[locale];
  const { signals, time, series, anomalies } = preprocessing;
  return [
    [text.signals, format.list(signals)],
    ...(series === null ? [] : [[text.series, series] as const]),
    [text.time, time.column],
    ...(anomalies === null ? [] : [[text.known, anomalies] as const]),
    [text.falseAlarmsTitle, text.falseAlarms(format.percent(reading.falseAlarms))],
    [text.quietTitle, text.quiet(format.integer(reading.quiet))],
  ];
}
