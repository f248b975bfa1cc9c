import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

export interface ChangeAddress {
  /**
   * `push`: the browser's Back button returns to the previous address, such as from an opened record. Default:
   * `replace`.
   */
  readonly as?: 'push' | 'replace';
}

/**
 * One value of a page's state, kept in its address, so that a reload, a bookmark and the Back button restore it.
 * @returns the value, null if the address has none, and a function that sets or (null) removes it
 */
export function useAddressParameter(
  name: string,
  { as = 'replace' }: ChangeAddress = {},
): readonly [string | null, (value: string | null) => void] {
  const value = useSearchParams().get(name);
  const change = useCallback((next: string | null) => changeAddress({ [name]: next }, as), [name, as]);
  return [value, change];
}

/** Sets some parameters of the current address and leaves the others; null removes one. */
export function changeAddress(
  changes: Readonly<Record<string, string | null>>,
  as: 'push' | 'replace' = 'replace',
): void {
  const { pathname, search } = window.location;
  const address = addressWith(pathname, search, changes);
  if (address === pathname + search) return;
  if (as === 'push') window.history.pushState(null, '', address);
  else window.history.replaceState(null, '', address);
}

/** @param search as in `location.search` */
export function addressWith(
  pathname: string,
  search: string,
  changes: Readonly<Record<string, string | null>>,
): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return query.size === 0 ? pathname : `${pathname}?${query.toString()}`;
}

/** @returns the number of pages of a list in the address; 1 if missing or invalid */
export function pagesOf(value: string | null, most = 40): number {
  const pages = Number(value);
  return Number.isInteger(pages) && pages > 1 ? Math.min(pages, most) : 1;
}
