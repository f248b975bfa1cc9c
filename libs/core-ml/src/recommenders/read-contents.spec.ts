import { tableOfRecords } from '../tables/table';
import { readContents } from './read-contents';

const table = tableOfRecords([
  { item: '1', genres: 'Comedy|Drama', year: '1995' },
  { item: '2', genres: 'comedy', year: '1996' },
  { item: '3', genres: 'Drama| ', year: 'NA' },
  { item: 'unknown', genres: 'War|War', year: '1995' },
]);
const read = (columns?: string[]) => readContents(table, ['3', '1', '2', '4'], { name: 'items.csv', columns });

it('items become vectors of what two of them share; rare attributes weigh more, other items do not count', () => {
  const { attributes, size, values, missing } = read();
  expect(attributes.map(({ name }) => name)).toEqual(['comedy', 'drama']);
  expect(attributes[0]!.weight).toBeCloseTo(Math.log(3 / 2), 6);
  const weight = Math.fround(Math.log(3 / 2));
  expect([size, Array.from(values), missing]).toEqual([2, [0, weight, weight, weight, weight, 0, 0, 0], 1]);
});

it('columns that say nothing in common, or do not exist, are refused with a cure', () => {
  expect(() => read(['year'])).toThrow('in common');
  expect(() => read(['brand'])).toThrow('--attributes');
});
