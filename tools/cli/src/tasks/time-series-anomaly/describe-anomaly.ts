import { type AnomalyReport } from '@lintel/contracts';
import { describeMetrics } from '../../commands/describe-metrics';
import { reportMetrics } from '../../commands/metrics';
import { counted, table } from '../../terminal/wording';

/** The figures of a report and how they were measured, for the JSON line. */
export const aboutAnomalies = (report: AnomalyReport) => ({
  metrics: reportMetrics(report),
  baselines: Object.fromEntries(
    Object.entries(report.baselines).map(([name, metrics]) => [name, reportMetrics({ metrics })]),
  ),
  alarms: report.alarms,
  anomalies: report.anomalies,
  protocol: report.protocol,
  examples: report.examples,
});

/** The figures of a report beside those of a trailing mean and standard deviation. */
export function describeAnomalyReport({ metrics, baselines, alarms, anomalies, protocol, examples }: AnomalyReport) {
  const others = Object.entries(baselines).map(([name, own]) => {
    return [name, new Map(describeMetrics({ metrics: own }).map(([key, value]) => [key, value] as const))] as const;
  });
  const rows = describeMetrics({ metrics }).map((row) => [
    ...row,
    ...others.map(([, other]) => other.get(row[0]) ?? ''),
  ]);
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
    table(['metric', 'value', '95% interval', ...others.map(([name]) => name)], rows),
  ];
}
