import { gzipSync } from 'node:zlib';
import { encode } from 'iconv-lite';
import { LintelError } from '@lintel/contracts';
import { parseCsv, type ParseCsvOptions } from './parse-csv';
import { describeWithData, exampleTable } from './testing/describe-with-data';

const read = (text: string, options?: ParseCsvOptions) => parseCsv(Buffer.from(text), options);

function refusal(text: string | Uint8Array): LintelError {
  try {
    parseCsv(typeof text === 'string' ? Buffer.from(text) : text, { name: 'goods.csv' });
  } catch (error) {
    if (error instanceof LintelError) return error;
    throw error;
  }
  throw new Error('The file was accepted.');
}

describe('parseCsv', () => {
  it('reads quoted fields with separators and line breaks, and knows the line of each row', () => {
    const table = read('name,price\n"a, ""b""\nc",1\n\nd,2\n');
    expect(table).toMatchObject({
      columns: ['name', 'price'],
      rows: 2,
      cells: [
        ['a, "b"\nc', 'd'],
        ['1', '2'],
      ],
    });
    expect(table.lines?.[1]).toBe(5);
  });

  it.each([
    ['semicolons', 'a;b\n1;2'],
    ['tabs', 'a\tb\r\n1\t2\r\n'],
    ['bars', 'a|b\n1|2'],
    ['a byte order mark', '\uFEFFa,b\n1,2'],
  ])('recognises %s', (_, text) => {
    expect(read(text)).toMatchObject({ columns: ['a', 'b'], cells: [['1'], ['2']] });
  });

  it('reads gzip, windows-1252 and UTF-16, also where the first special character stands far behind', () => {
    const text = `name,town\n${'plain,Bonn\n'.repeat(4000)}Café “Müller”,Köln\n`;
    const last = (bytes: Uint8Array): readonly unknown[] => parseCsv(bytes).cells.map((column) => column.at(-1));
    const expected = ['Café “Müller”', 'Köln'];
    expect(last(gzipSync(Buffer.from(text)))).toEqual(expected);
    expect(last(encode(text, 'windows-1252'))).toEqual(expected);
    expect(last(encode(text, 'utf-16le', { addBOM: true }))).toEqual(expected);
  });

  it('an encoding may be given', () => {
    expect(parseCsv(encode('a\nžluť', 'iso-8859-2'), { encoding: 'iso-8859-2' }).cells[0]).toEqual(['žluť']);
  });

  it('names columns of a file without a header', () => {
    expect(read('1,2\n3,4', { header: true })).toMatchObject({ columns: ['c1', 'c2'], rows: 2 });
    expect(read(',a\n1,2').columns).toEqual(['column 1', 'a']);
  });

  it.each([
    ['an empty file', '', 'DATASET_EMPTY', /goods.csv is empty/],
    ['a header only', 'a,b\n', 'DATASET_EMPTY', /a header but no rows/],
    ['repeated names', 'a,b,a\n1,2,3', 'DATASET_INVALID', /two columns named "a"/],
    ['a short row', 'a,b\n1,2\n3\n', 'DATASET_INVALID', /too few values in line 3/],
    ['a long row', 'a,b\n1,2,3\n', 'DATASET_INVALID', /too many values in line 2/],
    ['an open quote', 'a,b\n"1,2\n', 'DATASET_INVALID', /cannot be read as CSV/],
    ['binary data', 'a\0b', 'DATASET_INVALID', /not a text file/],
  ] as const)('%s is a clear error', (_, text, code, problem) => {
    const error = refusal(text);
    expect(error.code).toBe(code);
    expect(error.problem).toMatch(problem);
  });

  it('a damaged gzip file is a clear error', () => {
    expect(refusal(gzipSync(Buffer.from('a,b\n1,2')).subarray(0, 15)).problem).toMatch(/cannot be decompressed/);
  });
});

describeWithData('merchants feeds as found', ['feed-google-products.csv.gz', 'feed-ikea.csv.gz'], () => {
  it('are read whole, in their own encodings', () => {
    expect(exampleTable('feed-google-products.csv.gz').rows).toBeGreaterThan(1000);
    const text = exampleTable('feed-google-products.csv.gz').cells.flat().join(' ');
    expect(text).not.toContain('\uFFFD');
    expect(exampleTable('feed-ikea.csv.gz').columns.length).toBeGreaterThan(5);
  });
});
