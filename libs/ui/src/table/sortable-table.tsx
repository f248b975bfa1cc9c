'use client';

import { Table, UnstyledButton } from '@mantine/core';
import { type ReactNode } from 'react';
import { SortDownIcon, SortIcon, SortUpIcon } from '../icons/icons';
import { useLanguage, useUiMessages } from '../language/language-provider';
import { sortRows, type SortOrder } from './sort-rows';
import { useSortOrder } from './use-sort-order';
import classes from './sortable-table.module.css';

export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  /** The value that the column sorts by; numbers are aligned to the right. */
  readonly value: (row: Row) => string | number;
  /** What the cell shows. Default: the value. */
  readonly show?: (row: Row) => ReactNode;
  /** False for a column that cannot be sorted, such as buttons. Default: true. */
  readonly sortable?: boolean;
}

export interface SortableTableProps<Row> {
  /** Names the table in the address of its page, where its order is kept; unique on the page. */
  readonly name: string;
  readonly caption: string;
  /** The first one is the row header. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}

/** A table that sorts by any column: first click ascending, second descending, third as it was. The order is part of the page's address. */
export function SortableTable<Row>({ name, caption, columns, rows }: SortableTableProps<Row>) {
  const text = useUiMessages().table;
  const { locale } = useLanguage();
  const [order, setOrder] = useSortOrder(name);
  const sortedBy = columns.find(({ key, sortable }) => key === order?.key && sortable !== false);
  const sorted = order === null || sortedBy === undefined ? rows : sortRows(rows, sortedBy.value, order, locale);
  const next = (key: string): SortOrder | null => {
    if (order?.key !== key) return { key, direction: 'ascending' };
    return order.direction === 'ascending' ? { key, direction: 'descending' } : null;
  };
  // The first cell is the row header, even if it is a number.
  const numeric = (column: Column<Row>): boolean =>
    column !== columns[0] && rows[0] !== undefined && typeof column.value(rows[0]) === 'number';

  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label={caption}>
      {/* On a phone the rows are laid out as cards: the roles keep them a table for screen readers. */}
      <Table highlightOnHover verticalSpacing={6} role="table" className={classes['table'] ?? ''}>
        <Table.Caption>{caption}</Table.Caption>
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {columns.map((column) => {
              if (column.sortable === false) {
                return <Table.Th key={column.key} role="columnheader" scope="col" aria-label={column.label} />;
              }
              const direction = order?.key === column.key ? order.direction : undefined;
              const Icon = direction === undefined ? SortIcon : direction === 'ascending' ? SortUpIcon : SortDownIcon;
              return (
                <Table.Th key={column.key} role="columnheader" scope="col" aria-sort={direction ?? 'none'}>
                  <UnstyledButton
                    className={classes['sort']}
                    data-numeric={numeric(column) || undefined}
                    title={text.sortBy(column.label)}
                    onClick={() => setOrder(next(column.key))}
                  >
                    {column.label}
                    <Icon size={15} />
                  </UnstyledButton>
                </Table.Th>
              );
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {sorted.map((row) => (
            <Table.Tr key={String(columns[0]?.value(row))} role="row">
              {columns.map((column, index) => {
                const content = column.show?.(row) ?? column.value(row);
                return index === 0 ? (
                  <Table.Th key={column.key} role="rowheader" scope="row" fw={500}>
                    {content}
                  </Table.Th>
                ) : (
                  <Table.Td
                    key={column.key}
                    role="cell"
                    data-label={column.sortable === false ? undefined : column.label}
                    className={numeric(column) ? (classes['number'] ?? '') : ''}
                  >
                    {content}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
