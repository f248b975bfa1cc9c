'use client';

import { taskContract, type TextReport } from '@lintel/contracts';
import { useLanguage, useMessages } from '../../language/language-provider';
import { Section } from '../../page/section';
import { SortableTable } from '../../table/sortable-table';
import { MetricReportView } from '../metric-report-view';
import { type ReportProps } from '../task-view';
import { CLASS_TABLE_WORDS } from './words';

type ClassRow = TextReport['classes'][number];

const { headlines } = taskContract('text-classification');

/** The figures of a model of texts, and how well it knows each class. */
export function TextReportView({ report, nameOf }: ReportProps<'text-classification'>) {
  const text = useMessages(CLASS_TABLE_WORDS);
  const { format } = useLanguage();
  const share = (key: 'precision' | 'recall' | 'f1') => ({
    key,
    label: text[key],
    value: (row: ClassRow) => row[key],
    show: (row: ClassRow) => format.percent(row[key]),
  });
  return (
    <>
      <MetricReportView figures={headlines(report)} examples={report.examples} />
      <Section title={text.title}>
        <SortableTable
          name="classes"
          caption={text.caption}
          rows={report.classes}
          columns={[
            { key: 'className', label: text.className, value: (row) => nameOf(row.className) },
            share('precision'),
            share('recall'),
            share('f1'),
            {
              key: 'texts',
              label: text.texts,
              value: (row) => row.support,
              show: (row) => format.integer(row.support),
            },
          ]}
        />
      </Section>
    </>
  );
}
