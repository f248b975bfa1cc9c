const listeners = new Set<() => void>();

/** Says that a verdict was given or taken back on this page. */
export function tellVerdict(): void {
  for (const listener of listeners) listener();
}

/** @returns ends it */
export function onVerdict(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
