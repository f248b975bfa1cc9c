'use client';

import { type JobSearch } from '@lintel/contracts';
import { Section, SortableTable, StatusBadge, useFigures, useLanguage } from '@lintel/ui';
import { useText } from '../language/text';
import { searchRows } from './search-rows';
import classes from './jobs.module.css';

export interface SearchTableProps {
  readonly search: JobSearch;
  readonly isOver: boolean;
}

/** What a search for settings has tried, the best first. */
export function SearchTable({ search, isOver }: SearchTableProps) {
  const text = useText().jobs.search;
  const { format } = useLanguage();
  const { nameOf, write } = useFigures();
  const { figure } = search;
  const rows = searchRows(search);
  const best = rows.find(({ isBest }) => isBest);
  const failed = rows.filter(({ error }) => error !== null).length;
  return (
    <Section title={text.title}>
      <p className={classes['plain']} role={isOver ? undefined : 'status'}>
        {rows.length === 0 ? text.none : text.intro(format.integer(rows.length), format.integer(failed))}{' '}
        {best !== undefined && text.best(nameOf(figure.key), write(figure, best.score!))}
      </p>
      {rows.length > 0 && (
        <SortableTable
          name="search"
          caption={text.caption}
          rows={rows}
          columns={[
            {
              key: 'number',
              label: text.number,
              value: ({ number }) => number,
              show: ({ number, isBest, isDefault }) => (
                <>
                  {format.integer(number)} {isBest && <StatusBadge tone="good">{text.isBest}</StatusBadge>}
                  {isDefault && <StatusBadge tone="quiet">{text.isDefault}</StatusBadge>}
                </>
              ),
            },
            {
              key: 'score',
              label: text.score(nameOf(figure.key)),
              // A failed trial sorts as the worst one.
              value: ({ score }) => score ?? (figure.better === 'higher' ? -Infinity : Infinity),
              show: ({ score, error }) =>
                score === null ? (
                  <>
                    <StatusBadge tone="bad">{text.failed}</StatusBadge> {error}
                  </>
                ) : (
                  write(figure, score)
                ),
            },
            {
              key: 'share',
              label: text.share,
              value: ({ resource }) => resource,
              show: ({ resource }) => format.percent(resource, 0),
            },
            {
              key: 'seconds',
              label: text.seconds,
              value: ({ seconds }) => seconds,
              show: ({ seconds }) => format.seconds(seconds),
            },
            { key: 'settings', label: text.settings, value: ({ settings }) => settings },
          ]}
        />
      )}
    </Section>
  );
}
