import { pagesOf } from './use-address-parameter';

describe('the pages of a list in the address', () => {
  it('are one where it says nothing sensible', () => {
    expect(['3', '1', '0', '-2', '1.5', 'many', null, '9999'].map((value) => pagesOf(value))).toEqual([
      3, 1, 1, 1, 1, 1, 1, 40,
    ]);
  });
});
