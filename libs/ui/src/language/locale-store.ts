import { rememberedValue } from '../memory/remembered-value';
import { chooseLocale, dateLocale, DEFAULT_LOCALE, type Locale } from './locale';

export const LANGUAGE = 'lintel-language';
const chosen = rememberedValue(LANGUAGE);

export function currentLocale(): Locale {
  return chooseLocale(chosen.read(), window.navigator.languages);
}

/** How the reader's browser writes dates. */
export function currentDateLocale(locale: Locale): string {
  return dateLocale(locale, window.navigator.languages);
}

/** The exported pages are written before anybody has chosen. */
export function localeAtBuild(): Locale {
  return DEFAULT_LOCALE;
}

export const rememberLocale: (locale: Locale) => void = chosen.remember;
export const subscribeToLocale = chosen.subscribe;
