import { denseEncodingSchema, matrixEncodingSchema } from '@lintel/contracts';
import { encodeDense, fitDenseEncoding } from './dense-encoding';
import { featureValues, takeMatrixRows } from './feature-matrix';
import { inferSchema } from './infer-schema';
import { encodeMatrix, fitMatrixEncoding } from './matrix-encoding';
import { readInputs } from './read-table';
import { tableOfRecords, type Cell } from './table';

const records = Array.from({ length: 100 }, (_, row): Record<string, Cell> => ({
  size: row % 10 === 3 ? null : row % 10 === 4 ? -9 : row,
  colour: row === 99 ? 'gold' : row === 98 ? 'pink' : row % 3 ? 'red' : 'blue',
  open: row % 2 === 0 ? 'yes' : 'no',
}));
const table = tableOfRecords(records);
const schema = inferSchema(table);
const inputs = readInputs(table, schema);

describe('matrix encoding', () => {
  it('gives numbers as they are, and codes to categories by frequency', () => {
    const encoding = fitMatrixEncoding(inputs, schema);
    const { matrix } = encodeMatrix(inputs, encoding);
    expect(matrix.columns).toEqual([
      { name: 'size', categories: 0, monotone: 0 },
      { name: 'colour', categories: 4 },
      { name: 'open', categories: 0, monotone: 0 },
    ]);
    expect(Array.from(featureValues(matrix, 0).subarray(2, 5))).toEqual([2, NaN, -9]);
    expect(Array.from(featureValues(matrix, 1).subarray(96))).toEqual([1, 0, 3, 2]);
    expect(encoding.columns[0]).toMatchObject({ special: [-9] });
    expect(Array.from(takeMatrixRows(matrix, [5, 2]).values.subarray(0, 2))).toEqual([5, 2]);
  });

  it('a category that was never seen is missing, still predicted, and reported', () => {
    const encoding = fitMatrixEncoding(inputs, schema);
    const fresh = readInputs(
      tableOfRecords(['green', 'green', 'red'].map((colour) => ({ ...records[0]!, colour }))),
      schema,
    );
    const { matrix, unseen } = encodeMatrix(fresh, encoding);
    expect(Array.from(featureValues(matrix, 1))).toEqual([NaN, NaN, 0]);
    expect(unseen).toEqual([{ column: 'colour', value: 'green', rows: 2 }]);
  });

  it('rare categories share a code, which unseen ones get too', () => {
    const encoding = fitMatrixEncoding(inputs, schema, { rareBelow: 5 });
    expect(encoding.columns[1]).toMatchObject({ categories: ['red', 'blue'], rare: ['gold', 'pink'] });
    const fresh = readInputs(tableOfRecords([{ ...records[0]!, colour: 'green' }]), schema);
    expect(featureValues(encodeMatrix(fresh, encoding).matrix, 1)[0]).toBe(2);
  });

  it('a table without inputs is an error', () => {
    const empty = inferSchema(table, { target: 'open', ignore: ['size', 'colour'] });
    expect(() => fitMatrixEncoding(readInputs(table, empty), empty)).toThrow(/no column to predict from/);
  });
});

describe('dense encoding', () => {
  const encoding = fitMatrixEncoding(inputs, schema);
  const { matrix } = encodeMatrix(inputs, encoding);
  const dense = fitDenseEncoding(matrix, encoding, { knots: 3 });
  const encoded = encodeDense(matrix, dense);
  const width = encoded.columns.length;
  const columnOf = (name: string, values = encoded.values): number[] => {
    const at = encoded.columns.findIndex((column) => column.name === name);
    return Array.from({ length: values.length / width }, (_, row) => values[row * width + at]!);
  };

  it('all columns have mean 0 and standard deviation 1 over the training rows', () => {
    for (const { name } of encoded.columns) {
      const values = columnOf(name);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      expect(mean).toBeCloseTo(0, 5);
      expect(square).toBeCloseTo(1, 4);
    }
  });

  it('gaps and codes get columns of their own and are filled by the median', () => {
    expect(encoded.columns.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['size is missing', 'size is -9', 'colour = category 3', 'open']),
    );
    const missing = columnOf('size is missing');
    expect(missing[3]).toBeGreaterThan(2);
    expect(missing[4]).toBeLessThan(0);
    expect(columnOf('size')[3]).toBe(columnOf('size')[4]);
    expect(encoded.columns.filter(({ source }) => source === 0)).toHaveLength(6);
  });

  it('both encodings are JSON values, and the same rows get the same numbers after a round trip', () => {
    const again = denseEncodingSchema.parse(JSON.parse(JSON.stringify(dense)));
    const matrixAgain = matrixEncodingSchema.parse(JSON.parse(JSON.stringify(encoding)));
    expect(encodeDense(encodeMatrix(inputs, matrixAgain).matrix, again).values).toEqual(encoded.values);
  });

  it('an unseen category is a row without any category', () => {
    const fresh = encodeMatrix(readInputs(tableOfRecords([{ ...records[0]!, colour: 'green' }]), schema), encoding);
    const { values } = encodeDense(fresh.matrix, dense);
    expect(values.every(Number.isFinite)).toBe(true);
    for (const code of [0, 1, 2, 3]) expect(columnOf(`colour = category ${code}`, values)[0]).toBeLessThan(0);
  });
});
