'use client';

import { PARTS } from '../../datasets/parts';
import { useLanguage, useMessages, useUiMessages } from '../../language/language-provider';
import { SortableTable } from '../../table/sortable-table';
import { type DatasetProps } from '../task-view';
import { classCounts, type ClassCount } from './class-counts';
import { CLASSIFICATION_WORDS } from './words';
import classes from './class-dataset.module.css';

/** How many examples of each class a dataset version has in each part. */
export function ClassDataset({ version, nameOf }: DatasetProps) {
  const { format } = useLanguage();
  const text = useMessages(CLASSIFICATION_WORDS);
  const { parts } = useUiMessages();
  const rows = classCounts(version);
  if (rows.length === 0) return null;
  const most = Math.max(1, ...rows.map(({ total }) => total));
  return (
    <div className={classes['classes']}>
      <SortableTable
        name="classes"
        caption={text.classesCaption}
        rows={rows}
        columns={[
          { key: 'className', label: text.className, value: ({ className }) => nameOf(className) },
          ...PARTS.map((part) => ({
            key: part,
            label: parts[part],
            value: (row: ClassCount) => row[part],
            show: (row: ClassCount) => format.integer(row[part]),
          })),
          {
            key: 'total',
            label: text.total,
            value: ({ total }: ClassCount) => total,
            show: ({ total }: ClassCount) => format.integer(total),
          },
          {
            key: 'bar',
            label: text.split,
            value: () => '',
            sortable: false,
            show: (row: ClassCount) => (
              <span className={classes['bar']} aria-hidden="true">
                {PARTS.map((part) => (
                  <i key={part} data-part={part} style={{ width: `${(row[part] / most) * 100}%` }} />
                ))}
              </span>
            ),
          },
        ]}
      />
    </div>
  );
}
