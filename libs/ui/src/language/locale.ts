/** The languages that every web app speaks. */
export const LOCALES = ['en', 'zh-CN'] as const;
export type Locale = (typeof LOCALES)[number];

/** What the exported pages are written in before a script has run. */
export const DEFAULT_LOCALE: Locale = 'en';

/** Each language in its own words. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', 'zh-CN': '简体中文' };

/**
 * The language tag by which dates and numbers are written: the browser's own form of the language that is shown, such
 * as `en-GB` for a British reader, or `en-CH` where a reader from Switzerland chose English.
 * @param preferred language tags, most wanted first, as in `navigator.languages`
 */
export function formatTag(locale: Locale, preferred: readonly string[]): string {
  const language = locale.split('-')[0]!;
  const own = preferred.find((tag) => tag.toLowerCase().split('-')[0] === language);
  // A bare "en" says nothing of where the reader is.
  if (own !== undefined && own.includes('-')) return isTag(own) ? own : locale;
  if (language === 'zh') return locale;
  const region = preferred.filter(isTag).map((tag) => new Intl.Locale(tag).region)[0];
  return region === undefined ? locale : `${language}-${region}`;
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

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

function languageOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}
