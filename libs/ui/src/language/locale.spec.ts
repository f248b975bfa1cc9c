import { chooseLocale } from './locale';

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
