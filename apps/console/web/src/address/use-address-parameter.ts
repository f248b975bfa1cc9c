import { changeAddress } from '@lintel/ui';
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

/** @returns how many pages of a list the address asks for: 1 where it says nothing sensible */
export function pagesOf(value: string | null, most = 40): number {
  const pages = Number(value);
  return Number.isInteger(pages) && pages > 1 ? Math.min(pages, most) : 1;
}
