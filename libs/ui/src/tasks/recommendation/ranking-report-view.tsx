'use client';

import { type Headline, type RankingMetric, type RankingReport } from '@lintel/contracts';
import { useLanguage, useUiMessages } from '../../language/language-provider';
import { Section } from '../../page/section';
import { SortableTable } from '../../table/sortable-table';
import { FigureValue } from '../figure-value';
import { useFigures } from '../use-figures';
import { PROTOCOL_WORDS } from './protocol-words';

export interface RankingReportViewProps {
  readonly report: RankingReport;
  readonly figures: readonly Headline[];
}

/** The figures of a recommender with their intervals, beside those of what is popular. */
export function RankingReportView({ report, figures }: RankingReportViewProps) {
  const text = useUiMessages().tasks;
  const { format, locale } = useLanguage();
  const { nameOf, write } = useFigures();
  const words = PROTOCOL_WORDS[locale];
  const { protocol, popularity, unknownHidden, examples } = report;
  return (
    <Section title={text.metrics}>
      <p>
        {words.hidden(protocol, format.percent(protocol.share ?? 0))}{' '}
        {unknownHidden > 0 && words.unknownHidden(format.integer(unknownHidden))} {protocol.learned && words.learned}
      </p>
      <SortableTable
        name="metrics"
        caption={`${text.metricsCaption(format.integer(examples))} ${words.popularityCaption}`}
        rows={figures}
        columns={[
          { key: 'figure', label: text.figure, value: ({ key }) => nameOf(key) },
          {
            key: 'value',
            label: text.value,
            value: ({ value }) => value,
            show: (figure) => <FigureValue figure={figure} />,
          },
          {
            key: 'popularity',
            label: words.popularity,
            value: ({ key }) => popularity[key as RankingMetric].value,
            show: (figure) => write(figure, popularity[figure.key as RankingMetric].value),
          },
        ]}
      />
    </Section>
  );
}
