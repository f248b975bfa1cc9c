import { ownPath } from './own-path';

describe('the page to return to', () => {
  it.each([
    ['/', '/'],
    ['/jobs/?page=2#row', '/jobs/?page=2#row'],
    ['/jobs/../models/', '/models/'],
    ['/search?q=//host', '/search?q=//host'],
    ['/a//b', '/a//b'],
  ])('is a path of this app: %s', (address, path) => {
    expect(ownPath(address)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'jobs',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/./\\evil.example',
    '///evil.example',
    '/\\/evil.example',
    'javascript:alert(1)',
    '//lintel.invalid//evil.example',
  ])('is the start page instead of an address elsewhere: %s', (address) => {
    const path = ownPath(address);
    expect(path).toBe('/');
  });

  it('always leads to the app itself, as a browser resolves it', () => {
    const pieces = ['/', '.', '..', '//', '\\', '%2e', '%2f', '\t', '\n', 'evil.example', ':', '@', '?', '#', 'a'];
    const addresses = pieces.flatMap((one) =>
      pieces.flatMap((two) => pieces.flatMap((three) => pieces.map((four) => `/${one}${two}${three}${four}`))),
    );
    const page = 'https://app.example/v1/session/oidc';
    const elsewhere = addresses.filter((address) => new URL(ownPath(address), page).origin !== 'https://app.example');
    expect(elsewhere).toEqual([]);
  });
});
