import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseCsv, type ParseCsvOptions } from '../parse-csv';
import { type Table } from '../table';

/** Beside the checkout; never part of it. */
const FOLDER = resolve(__dirname, '../../../../../../shared/data');

/**
 * Describes tests that need example tables. Where a table is absent they are skipped with a printed reason, except in
 * continuous integration, where they fail.
 */
export function describeWithData(title: string, files: readonly string[], define: () => void): void {
  const absent = files.filter((file) => !existsSync(resolve(FOLDER, file)));
  if (absent.length === 0 || process.env['CI']) return describe(title, define);
  process.stderr.write(`Skipped "${title}": ${absent.join(', ')} not found in ${FOLDER}.\n`);
  describe.skip(title, define);
}

export function exampleFile(file: string): Buffer {
  return readFileSync(resolve(FOLDER, file));
}

export function exampleTable(file: string, options: ParseCsvOptions = {}): Table {
  return parseCsv(exampleFile(file), { name: file, ...options });
}
