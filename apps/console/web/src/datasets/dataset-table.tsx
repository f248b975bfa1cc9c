'use client';

import { type DatasetVersion } from '@lintel/contracts';
import { DATASET_PARTS, Section, SortableTable, StatusBadge, useLanguage, useUiMessages } from '@lintel/ui';
import { UnstyledButton } from '@mantine/core';
import { useText } from '../language/text';
import classes from './datasets.module.css';

export interface DatasetTableProps {
  readonly versions: readonly DatasetVersion[];
  /** Id of the version shown below. */
  readonly shown: string;
  readonly onShow: (id: string) => void;
}

export function DatasetTable({ versions, shown, onShow }: DatasetTableProps) {
  const text = useText();
  const { format } = useLanguage();
  const words = text.datasets;
  const { parts } = useUiMessages();
  return (
    <Section title={words.versions}>
      <SortableTable
        name="datasets"
        caption={words.versionsCaption}
        rows={versions}
        columns={[
          {
            key: 'number',
            label: text.models.column.version,
            value: ({ number }) => number,
            show: ({ id, number }) => (
              <span className={classes['version']}>
                <UnstyledButton className={classes['choose']} aria-pressed={id === shown} onClick={() => onShow(id)}>
                  {text.models.versionTitle(format.integer(number))}
                </UnstyledButton>
                {id === shown && <StatusBadge tone="good">{words.shown}</StatusBadge>}
              </span>
            ),
          },
          ...DATASET_PARTS.map((part) => ({
            key: part,
            label: parts[part],
            value: ({ examples }: DatasetVersion) => examples[part],
            show: ({ examples }: DatasetVersion) => format.integer(examples[part]),
          })),
          {
            key: 'labels',
            label: words.labelled,
            value: ({ labels }) => labels,
            show: ({ labels }) => format.integer(labels),
          },
          {
            key: 'created',
            label: text.models.column.created,
            value: ({ createdAt }) => createdAt,
            show: ({ createdAt, createdBy }) => (
              <span className={classes['when']}>
                {format.dateTime(createdAt)}
                <small>{createdBy}</small>
              </span>
            ),
          },
        ]}
      />
    </Section>
  );
}
