'use client';

import { type Headline } from '@lintel/contracts';
import { type ReactNode } from 'react';
import { useLanguage, useUiMessages } from '../language/language-provider';
import { Section } from '../page/section';
import { type Column, SortableTable } from '../table/sortable-table';
import { FigureValue } from './figure-value';
import { useFigures } from './use-figures';

export interface MetricReportViewProps {
  readonly figures: readonly Headline[];
  /** Number of test examples. */
  readonly examples: number;
  /** How it was measured; absent if there is nothing more to say. */
  readonly children?: ReactNode;
  /** What stands beside the figures, such as those of a forecast without a model. */
  readonly beside?: { readonly caption: string; readonly columns: readonly Column<Headline>[] };
}

/** The figures of a report, each with its interval. */
export function MetricReportView({ figures, examples, children, beside }: MetricReportViewProps) {
  const text = useUiMessages().tasks;
  const { format } = useLanguage();
  const { nameOf } = useFigures();
  const caption = text.metricsCaption(format.integer(examples));
  return (
    <Section title={text.metrics}>
      {children !== undefined && <p>{children}</p>}
      <SortableTable
        name="metrics"
        caption={beside === undefined ? caption : `${caption} ${beside.caption}`}
        rows={figures}
        columns={[
          { key: 'figure', label: text.figure, value: ({ key }) => nameOf(key) },
          {
            key: 'value',
            label: text.value,
            value: ({ value }) => value,
            show: (figure) => <FigureValue figure={figure} />,
          },
          ...(beside?.columns ?? []),
        ]}
      />
    </Section>
  );
}
