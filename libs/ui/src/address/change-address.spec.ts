import { addressWith } from './change-address';

describe('the address of a page', () => {
  it('changes what is asked for and leaves the rest', () => {
    expect(addressWith('/drift/', '?model=shop.goods&hours=6', { hours: '24', window: 'a' })).toBe(
      '/drift/?model=shop.goods&hours=24&window=a',
    );
    expect(addressWith('/drift/', '?hours=6', { hours: null })).toBe('/drift/');
  });
});
