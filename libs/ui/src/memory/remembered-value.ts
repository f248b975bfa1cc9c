/** A value that this browser remembers, shared by every tab of every app on this host. */
export interface RememberedValue {
  /** Null if there is none. Other programs may have written it: it can be any text. */
  readonly read: () => string | null;
  readonly remember: (value: string) => void;
  /** Also calls back when another tab or app changes the value. */
  readonly subscribe: (listener: () => void) => () => void;
}

const YEAR_SECONDS = 365 * 24 * 3_600;

/**
 * Stored in a cookie, which all ports of a host share, so that the apps look alike; and in the browser's storage, whose
 * events notify the other tabs of this app at once. If the browser refuses both, the value lives as long as the page.
 * @param name letters, digits and dashes
 */
export function rememberedValue(name: string): RememberedValue {
  const listeners = new Set<() => void>();
  let here: string | null = null;
  const read = (): string | null => here ?? cookieNamed(name) ?? stored(name);
  return {
    read,
    remember(value) {
      here = value;
      const secure = window.location.protocol === 'https:' ? '; Secure' : '';
      document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
      try {
        window.localStorage.setItem(name, value);
      } catch {
        // Only remembering the value fails.
      }
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      const otherTab = (event: StorageEvent): void => {
        if (event.key !== name) return;
        here = event.newValue ?? stored(name);
        listener();
      };
      // Another app has its own storage, so its change is read when the person returns to this tab.
      const comesBack = (): void => {
        const now = cookieNamed(name);
        if (now === null || now === read()) return;
        here = now;
        listener();
      };
      listeners.add(listener);
      window.addEventListener('storage', otherTab);
      window.addEventListener('focus', comesBack);
      document.addEventListener('visibilitychange', comesBack);
      return () => {
        listeners.delete(listener);
        window.removeEventListener('storage', otherTab);
        window.removeEventListener('focus', comesBack);
        document.removeEventListener('visibilitychange', comesBack);
      };
    },
  };
}

function cookieNamed(name: string): string | null {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
  try {
    return found === undefined ? null : decodeURIComponent(found.slice(name.length + 1));
  } catch {
    return null;
  }
}

function stored(name: string): string | null {
  try {
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
}
