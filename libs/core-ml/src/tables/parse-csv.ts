import { gunzipSync } from 'node:zlib';
import { CsvError, parse } from 'csv-parse/sync';
import { LintelError } from '@lintel/contracts';
import { decodeText } from './decode-text';
import { type Table } from './table';

export interface ParseCsvOptions {
  /** Named in messages. Default: `The table`. */
  readonly name?: string;
  /** Default: detected (see `decodeText`). */
  readonly encoding?: string;
  /** Default: the one of comma, semicolon, tab and bar that occurs most often in the first line. */
  readonly delimiter?: string;
  /** The names of the columns if the file has no header line. `true`: name them `c1`, `c2`, …. */
  readonly header?: readonly string[] | true;
}

/** The longest text that is read at once, bytes; V8 holds strings of at most 512 MiB. */
const LONGEST_TEXT = 500 * 2 ** 20;

/**
 * Reads a CSV file (RFC 4180; quoted fields may contain line breaks), plain or compressed with gzip. Empty lines are
 * skipped.
 * @throws LintelError DATASET_EMPTY (no bytes, or a header only), DATASET_INVALID (ragged rows, broken quotes,
 *   repeated column names, damaged gzip)
 */
export function parseCsv(bytes: Uint8Array, options: ParseCsvOptions = {}): Table {
  const { name = 'The table' } = options;
  const { text, encoding } = decodeText(unzipped(bytes, name), options.encoding);
  const delimiter = options.delimiter ?? delimiterOf(text);
  let columns: string[] | undefined;
  const cells: string[][] = [];
  const lines: number[] = [];
  const begin = (names: readonly string[]): void => {
    columns = namesOf(names, name);
    for (let at = 0; at < columns.length; at++) cells.push([]);
  };
  const onRecord = (record: string[], line: number): void => {
    if (!columns) {
      if (!options.header) return begin(record);
      begin(options.header === true ? record.map((_, index) => `c${index + 1}`) : options.header);
    }
    if (record.length !== columns!.length) throw raggedRow(name, line, columns!.length, record.length, delimiter);
    record.forEach((cell, index) => cells[index]!.push(cell));
    lines.push(line);
  };
  try {
    parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[], context: { lines: number }) => {
        onRecord(record, context.lines);
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError) throw brokenQuotes(name, error);
    throw error;
  }
  if (lines.length === 0) throw noRows(name, columns);
  return { columns: columns!, rows: lines.length, cells, lines, encoding };
}

function unzipped(bytes: Uint8Array, name: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: LONGEST_TEXT });
  } catch (cause) {
    const tooLong = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new LintelError('DATASET_INVALID', {
      problem: tooLong ? `${name} is too large.` : `${name} cannot be decompressed.`,
      expected: tooLong ? `at most ${LONGEST_TEXT / 2 ** 20} MiB of text` : 'a whole gzip file',
      received: tooLong ? 'more than that' : (cause as Error).message,
      cure: tooLong ? 'Train on a part of the rows.' : 'Copy the file again.',
      cause,
    });
  }
}

function delimiterOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const first = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '');
  const count = (delimiter: string): number => first.split(delimiter).length;
  return [',', ';', '\t', '|'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

/** A column without a name, as the row numbers that some programs write, is named by its place. */
function namesOf(header: readonly string[], table: string): string[] {
  const names = header.map((column, index) => column.trim() || `column ${index + 1}`);
  const repeated = names.find((column, index) => names.indexOf(column) !== index);
  if (repeated === undefined) return names;
  throw new LintelError('DATASET_INVALID', {
    problem: `${table} has two columns named "${repeated}".`,
    expected: 'a different name for each column',
    received: names.join(', ').slice(0, 300),
    cure: 'Rename one of them in the first line of the file.',
  });
}

const raggedRow = (name: string, line: number, expected: number, received: number, delimiter: string): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `${name} has a row with ${received < expected ? 'too few' : 'too many'} values in line ${line}.`,
    expected: `${expected} values, separated by ${delimiter === '\t' ? 'tabs' : `"${delimiter}"`}`,
    received: `${received} values`,
    cure: 'Correct the line; put values that contain the separator in double quotes.',
  });

const brokenQuotes = (name: string, cause: CsvError): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `${name} cannot be read as CSV.`,
    expected: 'fields that are whole or in double quotes, with quotes inside doubled',
    received: cause.message,
    cure: 'Correct the quotes in this line.',
    cause,
  });

const noRows = (name: string, columns: readonly string[] | undefined): LintelError =>
  new LintelError('DATASET_EMPTY', {
    problem: columns ? `${name} has a header but no rows.` : `${name} is empty.`,
    expected: 'a line with the names of the columns, and at least one row',
    received: columns ? `only the names ${columns.join(', ').slice(0, 200)}` : 'no text',
    cure: 'Check that the export of the table was complete.',
  });
