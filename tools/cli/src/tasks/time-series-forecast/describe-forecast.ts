import { type ForecastReport } from '@lintel/contracts';
import { counted, percent } from '../../terminal/wording';
import { aboutMetrics, besideBaselines } from '../series/describe-baselines';

/** The figures of a report and how they were measured, for the JSON line. */
export const aboutForecasts = (report: ForecastReport) => ({
  ...aboutMetrics(report),
  coverage: report.coverage,
  bandWidth: report.bandWidth,
  protocol: report.protocol,
  examples: report.examples,
});

/** The figures of a report beside those of forecasts that need no model. */
export function describeForecasts(report: ForecastReport): string[] {
  const { coverage, examples, protocol } = report;
  const how = {
    'by-time': 'the newest ones, by a model of the earlier ones',
    'by-series': 'whole series, by a model of the others',
    'held-out': 'of this file',
  }[protocol.kind];
  return [
    `Measured on ${counted(examples)} forecasts: ${how}.`,
    `The band holds ${percent(coverage.value)} of the true values (${percent(coverage.low)} – ${percent(coverage.high)}) and is ${report.bandWidth.toPrecision(4)} wide on average.`,
    '',
    besideBaselines(report),
  ];
}
