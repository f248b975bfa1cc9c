import { createFormats } from '../language/formats';
import { writeNumber } from './write-number';

it('a value of a table has the decimals that its size needs', () => {
  const format = createFormats('en');
  expect([12, 12.34567, -1234.567, 1234].map((value) => writeNumber(format, value))).toEqual([
    '12',
    '12.346',
    '-1,234.6',
    '1,234',
  ]);
});
