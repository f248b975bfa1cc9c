import { appLinks } from './app-links';

describe('APP_LINKS', () => {
  it('names apps and their URLs, whatever characters the URL contains', () => {
    expect(appLinks.parse(' console=https://lintel.example/?a=b, ecommerce=http://localhost:3000 ')).toEqual([
      { app: 'console', url: 'https://lintel.example/?a=b' },
      { app: 'ecommerce', url: 'http://localhost:3000' },
    ]);
    expect(appLinks.parse('')).toEqual([]);
  });

  it.each(['console', 'console=javascript:alert(1)', '=https://lintel.example', 'Console=https://lintel.example'])(
    'is refused as "%s"',
    (text) => expect(appLinks.safeParse(text).success).toBe(false),
  );
});
