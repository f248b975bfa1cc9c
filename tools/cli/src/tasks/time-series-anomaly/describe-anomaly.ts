import { type AnomalyReport } from '@lintel/contracts';
import { counted } from '../../terminal/wording';
import { aboutMetrics, besideBaselines } from '../series/describe-baselines';

/** The figures of a report and how they were measured, for the JSON line. */
export const aboutAnomalies = (report: AnomalyReport) => ({
  ...aboutMetrics(report),
  alarms: report.alarms,
  anomalies: report.anomalies,
  protocol: report.protocol,
  examples: report.examples,
});

/** The figures of a report beside those of a trailing mean and standard deviation. */
export function describeAnomalyReport(report: AnomalyReport): string[] {
  const { alarms, anomalies, protocol, examples } = report;
  const how = {
    'by-time': 'the newest ones of each series, by a model of the earlier ones',
    'held-out': 'of this data',
  }[protocol.kind];
  return [
    `Measured on ${counted(examples)} rows: ${how}.`,
    anomalies === null
      ? `Alarms: ${counted(alarms)}. The data do not say which rows are anomalies (--target), so nobody knows how many are right.`
      : `Alarms: ${counted(alarms)}. Known anomalies found: ${counted(anomalies.found)} of ${counted(anomalies.known)}.`,
    '',
    besideBaselines(report),
  ];
}
