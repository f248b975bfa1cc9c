import { sortRows } from './sort-rows';

const rows = [
  { name: 'size 10', share: 0.5 },
  { name: 'size 9', share: 0.75 },
  { name: 'boot', share: 0.5 },
];
const names = (sorted: typeof rows): string[] => sorted.map(({ name }) => name);

describe('sortRows', () => {
  it('sorts numbers by size and keeps the order of equals, both ways', () => {
    const by = (direction: 'ascending' | 'descending') =>
      names(sortRows(rows, ({ share }) => share, { key: 'share', direction }, 'en'));
    expect(by('ascending')).toEqual(['size 10', 'boot', 'size 9']);
    expect(by('descending')).toEqual(['size 9', 'size 10', 'boot']);
  });

  it('sorts names as people do: 9 before 10', () => {
    expect(names(sortRows(rows, ({ name }) => name, { key: 'name', direction: 'ascending' }, 'en'))).toEqual([
      'boot',
      'size 9',
      'size 10',
    ]);
  });

  it('leaves the given rows as they are', () => {
    sortRows(rows, ({ share }) => share, { key: 'share', direction: 'descending' }, 'en');
    expect(rows[0]?.name).toBe('size 10');
  });
});
