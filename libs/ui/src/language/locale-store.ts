import { rememberedValue } from '../memory/remembered-value';
import { chooseLocale, DEFAULT_LOCALE, formatTag, type Locale } from './locale';

export const LANGUAGE = 'lintel-language';
const chosen = rememberedValue(LANGUAGE);

export function currentLocale(): Locale {
  return chooseLocale(chosen.read(), window.navigator.languages);
}

/** How this browser writes dates and numbers of a language. */
export function currentFormatTag(locale: Locale): string {
  return typeof window === 'undefined' ? locale : formatTag(locale, window.navigator.languages);
}

/** The exported pages are written before anybody has chosen. */
export function localeAtBuild(): Locale {
  return DEFAULT_LOCALE;
}

export const rememberLocale: (locale: Locale) => void = chosen.remember;
export const subscribeToLocale = chosen.subscribe;
