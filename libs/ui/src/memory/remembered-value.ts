/** A value that this browser remembers, and every tab of it hears of. */
export interface RememberedValue {
  /** Null where there is none. Somebody else may have written it: it can be any text. */
  readonly read: () => string | null;
  readonly remember: (value: string) => void;
  /** Also hears of what another tab remembers. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Where the browser refuses storage, the value lives as long as the page. */
export function rememberedValue(storageKey: string): RememberedValue {
  const listeners = new Set<() => void>();
  let here: string | null = null;
  return {
    read() {
      if (here !== null) return here;
      try {
        return window.localStorage.getItem(storageKey);
      } catch {
        return null;
      }
    },
    remember(value) {
      here = value;
      try {
        window.localStorage.setItem(storageKey, value);
      } catch {
        // Nothing is lost but the memory of it.
      }
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      const otherTab = (event: StorageEvent): void => {
        if (event.key !== storageKey) return;
        here = null;
        listener();
      };
      listeners.add(listener);
      window.addEventListener('storage', otherTab);
      return () => {
        listeners.delete(listener);
        window.removeEventListener('storage', otherTab);
      };
    },
  };
}
