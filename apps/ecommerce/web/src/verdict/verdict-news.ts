const listeners = new Set<() => void>();

/** Announces that a verdict was set or withdrawn on this page. */
export function tellVerdict(): void {
  for (const listener of listeners) listener();
}

/** @returns unsubscribes */
export function onVerdict(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
