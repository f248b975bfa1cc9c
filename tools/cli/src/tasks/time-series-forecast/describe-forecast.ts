import { type ForecastReport } from '@lintel/contracts';
import { type ReadSeries } from '@lintel/core-ml/series';
import { describeMetrics } from '../../commands/describe-metrics';
import { reportMetrics } from '../../commands/metrics';
import { type CommandContext } from '../../command-context';
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

/** Says what was missing in the series and how it is treated. */
export function sayGaps(
  { series, gaps, missing, replaced, unordered }: ReadSeries,
  { terminal }: CommandContext,
): void {
  if (unordered > 0) {
    terminal.say(`warning: ${counted(unordered)} rows come after later ones in the file; they are sorted by time`);
  }
  if (gaps > 0)
    terminal.say(
      `warning: ${counted(gaps)} steps of ${counted(series.length)} series have no row; they count as missing`,
    );
  if (missing > 0) terminal.say(`note: ${counted(missing)} values of signals are missing; features leave them out`);
  if (replaced > 0)
    terminal.say(`warning: ${counted(replaced)} rows fall on the step of a later row, which replaces them`);
}

/** What was missing in the series, for the JSON line. */
export const aboutGaps = ({ gaps, missing, replaced, unordered }: ReadSeries) => ({
  gaps,
  missing,
  replaced,
  unordered,
});
