'use client';

import { type Headline } from '@lintel/contracts';
import { useLanguage, useUiMessages } from '../language/language-provider';
import { Section } from '../page/section';
import { SortableTable } from '../table/sortable-table';
import { FigureValue } from './figure-value';
import { useFigures } from './use-figures';

export interface MetricReportViewProps {
  readonly figures: readonly Headline[];
  /** Number of test examples. */
  readonly examples: number;
}

/** The report of a task that has figures only: each with its interval. */
export function MetricReportView({ figures, examples }: MetricReportViewProps) {
  const text = useUiMessages().tasks;
  const { format } = useLanguage();
  const { nameOf } = useFigures();
  return (
    <Section title={text.metrics}>
      <SortableTable
        name="metrics"
        caption={text.metricsCaption(format.integer(examples))}
        rows={figures}
        columns={[
          { key: 'figure', label: text.figure, value: ({ key }) => nameOf(key) },
          {
            key: 'value',
            label: text.value,
            value: ({ value }) => value,
            show: (figure) => <FigureValue figure={figure} />,
          },
        ]}
      />
    </Section>
  );
}
