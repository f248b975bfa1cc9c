import { chooseLocale, formatTag } from './locale';

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

describe('formatTag', () => {
  it.each([
    ['en', ['en-GB', 'en'], 'en-GB'],
    ['en', ['en', 'en-AU'], 'en'],
    ['en', ['de-CH', 'fr'], 'en-CH'],
    ['en', ['de'], 'en'],
    ['en', [], 'en'],
    ['en', ['klingon!!', 'fr-CA'], 'en-CA'],
    ['zh-CN', ['zh-Hans-SG'], 'zh-Hans-SG'],
    ['zh-CN', ['en-GB'], 'zh-CN'],
  ] as const)('writes %s for a browser that prefers %j as %s', (locale, preferred, tag) => {
    expect(formatTag(locale, preferred)).toBe(tag);
  });

  it('gives dates in the form of the region', () => {
    const date = (preferred: readonly string[]): string =>
      new Intl.DateTimeFormat(formatTag('en', preferred), { dateStyle: 'short', timeZone: 'UTC' }).format(
        new Date('2026-03-04T00:00:00Z'),
      );
    expect(date(['en-GB'])).toBe('04/03/2026');
    expect(date(['en-US'])).toBe('3/4/26');
  });
});
