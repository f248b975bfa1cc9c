'use client';

import { Table } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { useUiMessages } from '../language/language-provider';
import classes from './chart-figure.module.css';

export interface ChartFigureProps {
  readonly title: string;
  /** The chart in one sentence, for people who can't see it. */
  readonly summary: string;
  readonly columns: readonly string[];
  /** The numbers behind the drawing, one row a point. */
  readonly rows: readonly (readonly string[])[];
  readonly children: ReactNode;
}

/** A chart with its message in words, and its numbers one key press away. */
export function ChartFigure({ title, summary, columns, rows, children }: ChartFigureProps) {
  const text = useUiMessages().curve;
  const titleId = useId();
  return (
    <figure className={classes['figure']} aria-labelledby={titleId}>
      <figcaption>
        <h3 id={titleId} className={classes['title']}>
          {title}
        </h3>
        <p className={classes['summary']}>{summary}</p>
      </figcaption>
      <div aria-hidden="true">{children}</div>
      <details className={classes['numbers']}>
        <summary>{text.numbers}</summary>
        <div className={classes['scroll']} tabIndex={0} role="region" aria-label={`${title}: ${text.numbers}`}>
          <Table stickyHeader fz="xs" verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column}>{column}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row, index) => (
                <Table.Tr key={index}>
                  {row.map((value, column) => (
                    <Table.Td key={column}>{value}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      </details>
    </figure>
  );
}
