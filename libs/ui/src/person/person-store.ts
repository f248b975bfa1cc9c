const STORAGE_KEY = 'lintel-person';
const listeners = new Set<() => void>();
/** For browsers that refuse storage: the name then lives as long as the page. */
let namedHere: string | null = null;

/** As the contract's `personSchema` has it. */
export const LONGEST_NAME = 100;

/** The name that is remembered in this browser; empty where there is none. */
export function currentPerson(): string {
  if (namedHere !== null) return namedHere;
  try {
    return window.localStorage.getItem(STORAGE_KEY) ?? '';
  } catch {
    return '';
  }
}

export function personAtBuild(): string {
  return '';
}

/** A name as the api takes it: without spaces around it and control characters, at most 100 long. */
export function tidyName(name: string): string {
  return name
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .trim();
}

export function rememberPerson(name: string): void {
  namedHere = tidyName(name);
  try {
    window.localStorage.setItem(STORAGE_KEY, namedHere);
  } catch {
    // Nothing is lost but the memory of it.
  }
  for (const listener of listeners) listener();
}

/** Also hears of a name given in another tab. */
export function subscribeToPerson(listener: () => void): () => void {
  const otherTab = (event: StorageEvent): void => {
    if (event.key !== STORAGE_KEY) return;
    namedHere = null;
    listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', otherTab);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', otherTab);
  };
}
