import { addressWith, pagesOf } from './use-address-parameter';

describe('the address of a page', () => {
  it('changes the given parameters and leaves the rest', () => {
    expect(addressWith('/drift/', '?model=shop.goods&hours=6', { hours: '24', window: 'a' })).toBe(
      '/drift/?model=shop.goods&hours=24&window=a',
    );
    expect(addressWith('/drift/', '?hours=6', { hours: null })).toBe('/drift/');
  });

  it('gives one page for a missing or invalid number', () => {
    expect(['3', '1', '0', '-2', '1.5', 'many', null, '9999'].map((value) => pagesOf(value))).toEqual([
      3, 1, 1, 1, 1, 1, 1, 40,
    ]);
  });
});
