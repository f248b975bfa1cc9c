import { useSyncExternalStore } from 'react';
import { changeAddress, onAddressChange } from '../address/change-address';
import { type SortOrder } from './sort-rows';

/**
 * The order of a table, kept in the address of the page (`?topics-sort=-lag`), so that a reload, a bookmark and a copied
 * link show the same order.
 * @param name of the table, unique on its page
 */
export function useSortOrder(name: string): readonly [SortOrder | null, (order: SortOrder | null) => void] {
  const parameter = `${name}-sort`;
  const written = useSyncExternalStore(
    onAddressChange,
    () => new URLSearchParams(window.location.search).get(parameter),
    () => null,
  );
  return [
    readSortOrder(written),
    (order) => changeAddress({ [parameter]: order === null ? null : writeSortOrder(order) }),
  ];
}

/** A column's key; descending with a minus sign before it. */
export function writeSortOrder({ key, direction }: SortOrder): string {
  return direction === 'descending' ? `-${key}` : key;
}

export function readSortOrder(written: string | null): SortOrder | null {
  if (written === null || written === '') return null;
  return written.startsWith('-')
    ? { key: written.slice(1), direction: 'descending' }
    : { key: written, direction: 'ascending' };
}
