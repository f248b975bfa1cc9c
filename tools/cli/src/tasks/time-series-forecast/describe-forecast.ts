import { type ForecastReport } from '@lintel/contracts';
import { describeMetrics } from '../../commands/describe-metrics';
import { reportMetrics } from '../../commands/metrics';
import { counted, percent, table } from '../../terminal/wording';

/** The figures of a report and how they were measured, for the JSON line. */
export const aboutForecasts = (report: ForecastReport) => ({
  metrics: reportMetrics(report),
  baselines: Object.fromEntries(
    Object.entries(report.baselines).map(([name, metrics]) => [name, reportMetrics({ metrics })]),
  ),
  coverage: report.coverage,
  bandWidth: report.bandWidth,
  protocol: report.protocol,
  examples: report.examples,
});

/** The figures of a report beside those of forecasts that need no model. */
export function describeForecasts(report: ForecastReport): string[] {
  const { metrics, baselines, coverage, examples, protocol } = report;
  const names = Object.keys(baselines);
  const others = names.map((name) => {
    return new Map(describeMetrics({ metrics: baselines[name]! }).map(([key, value]) => [key, value] as const));
  });
  const rows = describeMetrics({ metrics }).map((row) => [...row, ...others.map((other) => other.get(row[0]) ?? '')]);
  const how = {
    'by-time': 'the newest ones, by a model of the earlier ones',
    'by-series': 'whole series, by a model of the others',
    'held-out': 'of this file',
  }[protocol.kind];
  return [
    `Measured on ${counted(examples)} forecasts: ${how}.`,
    `The band holds ${percent(coverage.value)} of the true values (${percent(coverage.low)} – ${percent(coverage.high)}) and is ${report.bandWidth.toPrecision(4)} wide on average.`,
    '',
    table(['metric', 'value', '95% interval', ...names], rows),
  ];
}
