'use client';

import { type AnomalyReport, type Headline } from '@lintel/contracts';
import { useLanguage } from '../../language/language-provider';
import { MetricReportView } from '../metric-report-view';
import { baselineColumns } from '../series/baseline-columns';
import { useFigures } from '../use-figures';
import { ANOMALY_WORDS } from './anomaly-words';

export interface AnomalyReportViewProps {
  readonly report: AnomalyReport;
  readonly figures: readonly Headline[];
}

/** The figures of a detector with their intervals, beside those of what needs no model. */
export function AnomalyReportView({ report, figures }: AnomalyReportViewProps) {
  const { format, locale } = useLanguage();
  const { write } = useFigures();
  const words = ANOMALY_WORDS[locale];
  const { protocol, baselines, alarms, anomalies, examples } = report;
  const columns = baselineColumns(baselines, words.baselines, write);
  const raised = format.integer(alarms);
  return (
    <MetricReportView figures={figures} examples={examples} beside={{ caption: words.baselinesCaption, columns }}>
      {words.protocol[protocol.kind]}{' '}
      {anomalies === null
        ? words.alarms(raised)
        : words.found(raised, format.integer(anomalies.found), format.integer(anomalies.known))}
    </MetricReportView>
  );
}
