'use client';

import { type ModelVersion } from '@lintel/contracts';
import { Section, SortableTable, useLanguage } from '@lintel/ui';
import { useText } from '../language/text';
import { useModelWords } from '../models/model-words';
import { classRecalls, type ClassRecalls } from './class-recalls';
import classes from './compare.module.css';

/** A cell is marked if it differs from the first version by at least this. */
const MARKED_FROM = 0.02;

export interface RecallTableProps {
  readonly versions: readonly ModelVersion[];
  readonly names: readonly string[];
}

/** The recall of each class for every version, with differences from the first marked. */
export function RecallTable({ versions, names }: RecallTableProps) {
  const text = useText();
  const { format } = useLanguage();
  const words = text.compare;
  const { classTitle } = useModelWords();
  const rows = classRecalls(versions);
  if (rows.length === 0) return null;
  const points = (difference: number): string =>
    text.models.gates.points(`${difference > 0 ? '+' : ''}${format.decimal(difference * 100, 1)}`);
  return (
    <Section title={words.recalls}>
      <SortableTable
        name="recalls"
        caption={words.recallsCaption(names[0] ?? '')}
        rows={rows}
        columns={[
          {
            key: 'class',
            label: text.version.evaluation.column.className,
            value: ({ className }) => classTitle(versions[0]?.modelName, className),
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
            show: ({ spread }: ClassRecalls) => text.models.gates.points(format.decimal(spread * 100, 1)),
          },
          {
            key: 'support',
            label: text.version.evaluation.column.support,
            value: ({ support }: ClassRecalls) => support,
            show: ({ support }: ClassRecalls) => format.integer(support),
          },
        ]}
      />
    </Section>
  );
}
