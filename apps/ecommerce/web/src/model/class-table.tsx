'use client';

import { type ClassReport } from '@lintel/contracts';
import { SortableTable, useLanguage } from '@lintel/ui';
import { useText } from '../language/text';

export function ClassTable({ classes }: { readonly classes: readonly ClassReport[] }) {
  const text = useText().model;
  const { format } = useLanguage();
  const share = (key: 'precision' | 'recall' | 'f1') => ({
    key,
    label: text.column[key],
    value: (row: ClassReport) => row[key],
    show: (row: ClassReport) => format.percent(row[key]),
  });
  return (
    <SortableTable
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
