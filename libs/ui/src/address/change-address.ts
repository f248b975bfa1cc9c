const listeners = new Set<() => void>();

/** Sets some parameters of the present address and leaves the others; null removes one. */
export function changeAddress(
  changes: Readonly<Record<string, string | null>>,
  as: 'push' | 'replace' = 'replace',
): void {
  const { pathname, search } = window.location;
  const address = addressWith(pathname, search, changes);
  if (address === pathname + search) return;
  if (as === 'push') window.history.pushState(null, '', address);
  else window.history.replaceState(null, '', address);
  for (const listener of listeners) listener();
}

/** Calls the listener after `changeAddress`, Back and Forward. @returns ends it */
export function onAddressChange(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

/** @param search as `location.search` has it */
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
