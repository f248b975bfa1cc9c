import { concatTables } from '../../tables/concat-tables';
import { inferSchema } from '../../tables/infer-schema';
import { partCounts, readClasses } from './part-counts';
import { tableOfRecords } from '../../tables/table';

const train = tableOfRecords([
  { debt: 1, late: 'no' },
  { debt: 2, late: 'yes' },
  { debt: 3, late: 'no' },
  { debt: 4, late: null },
]);
const test = tableOfRecords([{ debt: 5, late: 'no' }]);
const schema = inferSchema(train, { target: 'late' });

describe('the counts of the parts of a table', () => {
  it('are those of the rows with a target, by class in the order of the codes', () => {
    const classNames = readClasses(train, schema, 'no');
    expect(classNames).toEqual(['yes', 'no']);
    expect(partCounts({ train, test }, schema, classNames)).toEqual({
      examples: { train: 3, validation: 0, test: 1 },
      counts: { train: { yes: 1, no: 2 }, validation: {}, test: { yes: 0, no: 1 } },
    });
  });

  it('are zero for a part without rows', () => {
    const none = { ...test, rows: 0, cells: [[], []] };
    expect(partCounts({ train, test: none }, schema, ['no', 'yes'])).toMatchObject({
      examples: { train: 3, test: 0 },
      counts: { test: { no: 0, yes: 0 } },
    });
  });

  it('are by part alone if the target is a value', () => {
    expect(partCounts({ train, test }, { ...schema, target: 'debt' }, [])).toEqual({
      examples: { train: 4, validation: 0, test: 1 },
      counts: { train: {}, validation: {}, test: {} },
    });
  });
});

describe('concatTables', () => {
  it('keeps the columns of both, and a column that a row lacks is missing there', () => {
    const other = tableOfRecords([{ late: 'no', age: 30 }]);
    expect(concatTables(test, other)).toEqual({
      columns: ['debt', 'late', 'age'],
      rows: 2,
      cells: [
        [5, null],
        ['no', 'no'],
        [null, 30],
      ],
    });
    const none = tableOfRecords([]);
    expect([concatTables(none, test), concatTables(test, none)]).toEqual([test, test]);
  });
});
