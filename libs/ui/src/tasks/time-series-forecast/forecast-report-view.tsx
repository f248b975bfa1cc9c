'use client';

import { type ForecastReport, type Headline } from '@lintel/contracts';
import { useLanguage, useUiMessages } from '../../language/language-provider';
import { Section } from '../../page/section';
import { SortableTable } from '../../table/sortable-table';
import { FigureValue } from '../figure-value';
import { useFigures } from '../use-figures';
import { REPORT_WORDS } from './report-words';

export interface ForecastReportViewProps {
  readonly report: ForecastReport;
  readonly figures: readonly Headline[];
}

/** The figures of a forecaster with their intervals, beside those of forecasts that need no model. */
export function ForecastReportView({ report, figures }: ForecastReportViewProps) {
  const text = useUiMessages().tasks;
  const { format, locale } = useLanguage();
  const { nameOf, write } = useFigures();
  const words = REPORT_WORDS[locale];
  const { protocol, baselines, coverage, examples } = report;
  const [value, low, high] = [coverage.value, coverage.low, coverage.high].map((share) => format.percent(share));
  return (
    <Section title={text.metrics}>
      <p>
        {words.protocol[protocol.kind]} {words.band(value!, low!, high!)}
      </p>
      <SortableTable
        name="metrics"
        caption={`${text.metricsCaption(format.integer(examples))} ${words.baselinesCaption}`}
        rows={figures}
        columns={[
          { key: 'figure', label: text.figure, value: ({ key }) => nameOf(key) },
          {
            key: 'value',
            label: text.value,
            value: ({ value: figure }) => figure,
            show: (figure) => <FigureValue figure={figure} />,
          },
          ...Object.entries(baselines).map(([name, metrics]) => ({
            key: name,
            label: words.baselines[name] ?? name,
            value: ({ key }: Headline) => metrics[key]?.value ?? '',
            show: (figure: Headline) => {
              const estimate = metrics[figure.key];
              return estimate === undefined ? '' : write(figure, estimate.value);
            },
          })),
        ]}
      />
    </Section>
  );
}
