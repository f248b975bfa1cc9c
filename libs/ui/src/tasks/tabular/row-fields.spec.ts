import { type TableSchema } from '@lintel/contracts';
import { rowFields, rowOfTexts } from './row-fields';

const schema = {
  columns: [
    { name: 'age', kind: 'number' },
    { name: 'note', kind: 'text' },
    { name: 'city', kind: 'category', categories: [] },
    { name: 'opened', kind: 'time' },
    { name: 'seen', kind: 'time' },
    { name: 'customer', kind: 'category', categories: [] },
    { name: 'late', kind: 'boolean', yes: 'yes', no: 'no' },
  ],
  derived: [{ name: 'hour', expression: 'hour(opened)' }],
  ...{ target: 'late', group: 'customer', time: 'seen' },
} as unknown as TableSchema;

describe('the form of a row', () => {
  const fields = rowFields(schema);

  it('has a field for each column that the model uses, also in a derived one', () => {
    expect(fields.map(({ name }) => name)).toEqual(['age', 'city', 'opened']);
  });

  it('reads empty fields as missing values, and names numbers that are none', () => {
    expect(rowOfTexts(fields, { age: ' 12.5 ', city: '' })).toEqual({
      row: { age: 12.5, city: null, opened: null },
      wrong: [],
    });
    expect(rowOfTexts(fields, { age: 'old' }).wrong).toEqual(['age']);
  });
});
