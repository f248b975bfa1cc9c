'use client';

import { type ClassReport } from '@lintel/contracts';
import { useLanguage } from '../../language/language-provider';
import { SortableTable } from '../../table/sortable-table';
import { type EvaluationText } from './evaluation-text';

export interface ClassTableProps {
  readonly classes: readonly ClassReport[];
  readonly text: EvaluationText;
}

/** Precision, recall and F1 of every class. */
export function ClassTable({ classes, text }: ClassTableProps) {
  const { format } = useLanguage();
  const share = (key: 'precision' | 'recall' | 'f1') => ({
    key,
    label: text.column[key],
    value: (row: ClassReport) => row[key],
    show: (row: ClassReport) => format.percent(row[key]),
  });
  return (
    <SortableTable
      name="classes"
      caption={text.perClassCaption}
      rows={classes}
      columns={[
        { key: 'className', label: text.column.className, value: (row) => row.className },
        share('precision'),
        share('recall'),
        share('f1'),
        {
          key: 'support',
          label: text.column.support,
          value: (row) => row.support,
          show: (row) => format.integer(row.support),
        },
      ]}
    />
  );
}
