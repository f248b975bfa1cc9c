'use client';

import { type Headline, type RankingMetric, type RankingReport } from '@lintel/contracts';
import { useLanguage } from '../../language/language-provider';
import { MetricReportView } from '../metric-report-view';
import { useFigures } from '../use-figures';
import { PROTOCOL_WORDS } from './protocol-words';

export interface RankingReportViewProps {
  readonly report: RankingReport;
  readonly figures: readonly Headline[];
}

/** The figures of a recommender with their intervals, beside those of what is popular. */
export function RankingReportView({ report, figures }: RankingReportViewProps) {
  const { format, locale } = useLanguage();
  const { write } = useFigures();
  const words = PROTOCOL_WORDS[locale];
  const { protocol, popularity, unknownHidden, examples } = report;
  const ofPopular = ({ key }: Headline): number => popularity[key as RankingMetric].value;
  const column = {
    key: 'popularity',
    label: words.popularity,
    value: ofPopular,
    show: (figure: Headline) => write(figure, ofPopular(figure)),
  };
  const beside = { caption: words.popularityCaption, columns: [column] };
  return (
    <MetricReportView figures={figures} examples={examples} beside={beside}>
      {words.hidden(protocol, format.percent(protocol.share ?? 0))}{' '}
      {unknownHidden > 0 && words.unknownHidden(format.integer(unknownHidden))} {protocol.learned && words.learned}
    </MetricReportView>
  );
}
