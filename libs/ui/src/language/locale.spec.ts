import { createFormats } from './formats';
import { chooseLocale, dateLocale } from './locale';

describe('chooseLocale', () => {
  it('keeps the remembered language, whatever the browser prefers', () => {
    expect(chooseLocale('zh-CN', ['en-GB'])).toBe('zh-CN');
    expect(chooseLocale('en', ['zh-CN'])).toBe('en');
  });

  it('takes the first preferred language that exists, by its first part', () => {
    expect(chooseLocale(null, ['fr-FR', 'zh-Hans-SG', 'en'])).toBe('zh-CN');
    expect(chooseLocale(null, ['en-AU', 'zh'])).toBe('en');
  });

  it('falls back to English for an unknown or forged value', () => {
    expect(chooseLocale('klingon', ['fr'])).toBe('en');
    expect(chooseLocale(null, [])).toBe('en');
  });
});

describe('dateLocale', () => {
  it.each([
    ['en', ['en-GB', 'en'], 'en-GB'],
    ['en', ['de-DE', 'de', 'en'], 'en-DE'],
    ['zh-CN', ['en-US', 'zh-TW'], 'zh-TW'],
    ['en', ['fr', 'not a tag'], 'en'],
    ['zh-CN', [], 'zh-CN'],
  ] as const)('of a page in %s for a browser that prefers %j is %s', (locale, preferred, expected) => {
    expect(dateLocale(locale, preferred)).toBe(expected);
  });

  it('keeps the words of the page’s language and takes the clock of the region', () => {
    const written = (region: string) => createFormats('en', region).dateTime('2026-03-04T15:30:00Z', 'UTC');
    expect(written('en-US')).toMatch(/^Mar 4, 2026, 3:30.PM$/);
    expect(written('en-GB')).toBe('4 Mar 2026, 15:30');
    expect(written(dateLocale('en', ['de-AT']))).toMatch(/^0?4 Mar 2026, 15:30$/);
  });
});
