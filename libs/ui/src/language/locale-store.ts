import { chooseLocale, DEFAULT_LOCALE, type Locale } from './locale';

const STORAGE_KEY = 'lintel-language';
const listeners = new Set<() => void>();
/** For browsers that refuse storage: the choice then lives as long as the page. */
let chosenHere: Locale | null = null;

function remembered(): string | null {
  try {
    return window.localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

export function currentLocale(): Locale {
  return chooseLocale(chosenHere ?? remembered(), window.navigator.languages);
}

/** The exported pages are written before anybody has chosen. */
export function localeAtBuild(): Locale {
  return DEFAULT_LOCALE;
}

export function rememberLocale(locale: Locale): void {
  chosenHere = locale;
  try {
    window.localStorage.setItem(STORAGE_KEY, locale);
  } catch {
    // Nothing is lost but the memory of it.
  }
  for (const listener of listeners) listener();
}

/** Also hears of a choice made in another tab. */
export function subscribeToLocale(listener: () => void): () => void {
  const otherTab = (event: StorageEvent): void => {
    if (event.key !== STORAGE_KEY) return;
    chosenHere = null;
    listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', otherTab);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', otherTab);
  };
}
