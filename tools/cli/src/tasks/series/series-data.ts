import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { type Table, timeIn } from '@lintel/core-ml/tables';
import { z } from 'zod';
import { readTableFile } from '../../tables/table-files';

/** Series as the command line reads them: one file, or a folder of files that are one series each. */
export interface SeriesData {
  readonly table: Table;
  /** Of a folder: the columns of the series' names and of its known anomalies; null if it has no such file. */
  readonly folder: { readonly series: string; readonly anomalies: string | null } | null;
}

/** The file of a folder that says when its series have anomalies, as the Numenta Anomaly Benchmark writes it. */
export const WINDOWS_FILE = 'windows.json';
const SERIES = 'file';
const ANOMALIES = 'anomaly';

const windowsSchema = z.record(z.string(), z.array(z.tuple([z.string(), z.string()])));
type Windows = z.infer<typeof windowsSchema>;

/**
 * @param time the column of times, by which the windows of a folder are found
 * @throws LintelError NOT_FOUND, DATASET_EMPTY, DATASET_INVALID
 */
export async function readSeriesData(path: string, time: string | undefined): Promise<SeriesData> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return { table: await readTableFile(path), folder: null };
  const files = (await readdir(path)).filter((name) => /\.csv(\.gz)?$/i.test(name)).sort();
  if (files.length === 0) throw noFiles(path);
  const windows = await readWindows(join(path, WINDOWS_FILE));
  const tables: Table[] = [];
  for (const file of files) tables.push(await readTableFile(join(path, file)));
  const columns = [...new Set(tables.flatMap(({ columns: own }) => own))];
  const names = files.map((file) => basename(file));
  const marked = windows && tables.map((table, at) => marks(table, time, windows[names[at]!] ?? [], names[at]!));
  const joined: Table = {
    columns: [SERIES, ...columns.filter((name) => name !== SERIES), ...(marked ? [ANOMALIES] : [])],
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    cells: [
      tables.flatMap(({ rows }, at) => new Array<string>(rows).fill(names[at]!)),
      ...columns
        .filter((name) => name !== SERIES)
        .map((name) =>
          tables.flatMap(
            ({ columns: own, cells, rows }) => cells[own.indexOf(name)] ?? new Array<null>(rows).fill(null),
          ),
        ),
      ...(marked ? [marked.flat()] : []),
    ],
  };
  return { table: joined, folder: { series: SERIES, anomalies: marked ? ANOMALIES : null } };
}

/** The number of the window that each row lies in; null outside all of them. */
function marks(table: Table, time: string | undefined, windows: Windows[string], file: string): (number | null)[] {
  const at = table.columns.indexOf(time ?? table.columns[0]!);
  const ranges = windows.map(([from, to]) => [timeIn(from, 'iso'), timeIn(to, 'iso')] as const);
  const wrong = ranges.findIndex(([from, to]) => from === undefined || to === undefined || from > to);
  if (wrong >= 0) throw invalidWindows(`"${file}": ${JSON.stringify(windows[wrong])}`);
  return (table.cells[at] ?? []).map((cell) => {
    const seconds = timeIn(cell, 'iso') ?? NaN;
    const window = ranges.findIndex(([from, to]) => seconds >= from! && seconds <= to!);
    return window < 0 ? null : window + 1;
  });
}

async function readWindows(path: string): Promise<Windows | null> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  });
  if (text === null) return null;
  try {
    return windowsSchema.parse(JSON.parse(text));
  } catch {
    throw invalidWindows(text.slice(0, 200));
  }
}

const invalidWindows = (received: string): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `The file ${WINDOWS_FILE} cannot be read.`,
    expected: '{"series.csv": [["2026-01-01 00:00:00", "2026-01-01 06:00:00"], …], …}',
    received,
    cure: 'Correct the file, or take it out of the folder.',
  });

const noFiles = (path: string): LintelError =>
  new LintelError('DATASET_EMPTY', {
    problem: `The folder ${path} has no series.`,
    expected: 'CSV files, one for each series',
    received: 'none',
    cure: 'Name a folder with CSV files, or one CSV file.',
  });
