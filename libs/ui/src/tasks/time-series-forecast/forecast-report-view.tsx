'use client';

import { type ForecastReport, type Headline } from '@lintel/contracts';
import { useLanguage } from '../../language/language-provider';
import { MetricReportView } from '../metric-report-view';
import { baselineColumns } from '../series/baseline-columns';
import { useFigures } from '../use-figures';
import { REPORT_WORDS } from './report-words';

export interface ForecastReportViewProps {
  readonly report: ForecastReport;
  readonly figures: readonly Headline[];
}

/** The figures of a forecaster with their intervals, beside those of forecasts that need no model. */
export function ForecastReportView({ report, figures }: ForecastReportViewProps) {
  const { format, locale } = useLanguage();
  const { write } = useFigures();
  const words = REPORT_WORDS[locale];
  const { protocol, baselines, coverage, examples } = report;
  const [value, low, high] = [coverage.value, coverage.low, coverage.high].map((share) => format.percent(share));
  const columns = baselineColumns(baselines, words.baselines, write);
  return (
    <MetricReportView figures={figures} examples={examples} beside={{ caption: words.baselinesCaption, columns }}>
      {words.protocol[protocol.kind]} {words.band(value!, low!, high!)}
    </MetricReportView>
  );
}
