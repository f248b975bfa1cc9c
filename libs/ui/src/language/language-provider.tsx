'use client';

import { createContext, use, useLayoutEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { createFormats, type Formats } from './formats';
import { type Locale } from './locale';
import { currentFormatTag, currentLocale, localeAtBuild, rememberLocale, subscribeToLocale } from './locale-store';
import { uiChinese } from './ui-chinese';
import { uiEnglish, type UiMessages } from './ui-english';

export interface Language {
  readonly locale: Locale;
  readonly format: Formats;
  /** Shows the language at once and remembers it. */
  readonly choose: (locale: Locale) => void;
}

const LanguageContext = createContext<Language | null>(null);

/** Provides the chosen language to its children, and sets it on the document for the browser and screen readers. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const locale = useSyncExternalStore(subscribeToLocale, currentLocale, localeAtBuild);
  // The export knows no browser: like the language, its form of dates comes with the first update.
  const tag = useSyncExternalStore(subscribeToLocale, () => currentFormatTag(currentLocale()), localeAtBuild);
  const language = useMemo(
    () => ({ locale, format: createFormats(locale, tag), choose: rememberLocale }),
    [locale, tag],
  );
  useLayoutEffect(() => {
    // While the page hydrates it still is in the language of the export.
    if (locale !== currentLocale()) return;
    document.documentElement.lang = locale;
    delete document.documentElement.dataset['languagePending'];
  }, [locale]);
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

export function useLanguage(): Language {
  const language = use(LanguageContext);
  if (language === null) throw new Error('useLanguage needs a LanguageProvider above it.');
  return language;
}

/** The texts of an app in the chosen language. */
export function useMessages<T>(dictionaries: Readonly<Record<Locale, T>>): T {
  return dictionaries[useLanguage().locale];
}

const uiMessages: Readonly<Record<Locale, UiMessages>> = { en: uiEnglish, 'zh-CN': uiChinese };

/** The texts of the shared parts. */
export function useUiMessages(): UiMessages {
  return useMessages(uiMessages);
}
