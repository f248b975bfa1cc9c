const PARAMETER = 'sign-in-refused';

/** Whether the api redirected the browser here because a sign-in at the identity provider failed. */
export function wasRefused(search: string): boolean {
  return new URLSearchParams(search).has(PARAMETER);
}

/** The same address without the failure, so that a reload does not show it again. */
export function withoutRefusal({ pathname, search, hash }: Pick<Location, 'pathname' | 'search' | 'hash'>): string {
  const parameters = new URLSearchParams(search);
  parameters.delete(PARAMETER);
  return `${pathname}${parameters.size === 0 ? '' : `?${parameters.toString()}`}${hash}`;
}
