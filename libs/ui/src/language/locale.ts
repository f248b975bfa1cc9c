/** The languages that every web app speaks. */
export const LOCALES = ['en', 'zh-CN'] as const;
export type Locale = (typeof LOCALES)[number];

/** What the exported pages are written in before a script has run. */
export const DEFAULT_LOCALE: Locale = 'en';

/** Each language in its own words. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', 'zh-CN': '简体中文' };

/**
 * The language to show: the remembered one, else the first of the reader's
 * preferred ones that exists here.
 * @param preferred language tags, most wanted first, as in `navigator.languages`
 */
export function chooseLocale(remembered: string | null, preferred: readonly string[]): Locale {
  const known = LOCALES.find((locale) => locale === remembered);
  if (known !== undefined) return known;
  for (const tag of preferred) {
    const language = languageOf(tag);
    const match = LOCALES.find((locale) => languageOf(locale) === language);
    if (match !== undefined) return match;
  }
  return DEFAULT_LOCALE;
}

/**
 * How dates are written: in the language of the page, with the order, the calendar words and the clock of the
 * reader's own region. An English page writes "4 Mar 2026, 14:30" for a reader in Britain or Germany.
 * @param preferred language tags, most wanted first, as in `navigator.languages`
 */
export function dateLocale(locale: Locale, preferred: readonly string[]): string {
  const language = languageOf(locale);
  const same = preferred.find((tag) => languageOf(tag) === language && regionOf(tag) !== undefined);
  if (same !== undefined) return same;
  const region = preferred.map(regionOf).find((found) => found !== undefined);
  return region === undefined ? locale : `${language}-${region}`;
}

function languageOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

/** Undefined where the tag names none, or is none. */
function regionOf(tag: string): string | undefined {
  try {
    return new Intl.Locale(tag).region;
  } catch {
    return undefined;
  }
}
