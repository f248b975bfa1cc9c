'use client';

import { useLanguage, useMessages, useUiMessages } from '../../language/language-provider';
import { Section } from '../../page/section';
import { SortableTable } from '../../table/sortable-table';
import { type VersionsProps } from '../task-view';
import { classRecalls, type ClassRecalls } from './class-recalls';
import { COMPARISON_WORDS } from './comparison-words';
import classes from './recall-table.module.css';

/** A cell is marked if it differs from the first version by at least this. */
const MARKED_FROM = 0.02;

/** The recall of each class for every version, with differences from the first marked. */
export function RecallTable({ versions, names, nameOf }: VersionsProps) {
  const words = useMessages(COMPARISON_WORDS);
  const { points: writePoints } = useUiMessages().tasks;
  const { format } = useLanguage();
  const rows = classRecalls(versions);
  if (rows.length === 0) return null;
  const points = (difference: number): string =>
    writePoints(`${difference > 0 ? '+' : ''}${format.decimal(difference * 100, 1)}`);
  return (
    <Section title={words.recalls}>
      <SortableTable
        name="recalls"
        caption={words.recallsCaption(names[0] ?? '')}
        rows={rows}
        columns={[
          {
            key: 'class',
            label: words.className,
            value: ({ className }) => nameOf(className),
          },
          ...names.map((name, index) => ({
            key: `version${index}`,
            label: name,
            value: ({ recalls }: ClassRecalls) => recalls[index] ?? -1,
            show: ({ recalls }: ClassRecalls) => {
              const [first, recall] = [recalls[0] ?? null, recalls[index] ?? null];
              if (recall === null) return '–';
              const difference = index === 0 || first === null ? 0 : recall - first;
              return (
                <span className={classes['recall']}>
                  {Math.abs(difference) >= MARKED_FROM && (
                    <small data-better={difference > 0 || undefined}>{points(difference)}</small>
                  )}
                  {format.percent(recall)}
                </span>
              );
            },
          })),
          {
            key: 'spread',
            label: words.spread,
            value: ({ spread }: ClassRecalls) => spread,
            show: ({ spread }: ClassRecalls) => writePoints(format.decimal(spread * 100, 1)),
          },
          {
            key: 'support',
            label: words.support,
            value: ({ support }: ClassRecalls) => support,
            show: ({ support }: ClassRecalls) => format.integer(support),
          },
        ]}
      />
    </Section>
  );
}
