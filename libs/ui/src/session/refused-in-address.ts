const PARAMETER = 'sign-in-refused';

/** Whether the api has sent the browser back here because a sign-in at the identity provider came to nothing. */
export function wasRefused(search: string): boolean {
  return new URLSearchParams(search).has(PARAMETER);
}

/** The same address without a word of it: a reload should not tell it again. */
export function withoutRefusal({ pathname, search, hash }: Pick<Location, 'pathname' | 'search' | 'hash'>): string {
  const parameters = new URLSearchParams(search);
  parameters.delete(PARAMETER);
  return `${pathname}${parameters.size === 0 ? '' : `?${parameters.toString()}`}${hash}`;
}
