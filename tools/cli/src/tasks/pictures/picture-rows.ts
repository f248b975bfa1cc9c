import { readdir } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { rowName, type Table, timeIn } from '@lintel/core-ml/tables';
import { PART_NAMES, PICTURE_EXTENSIONS, type DatasetPart } from '@lintel/datasets';
import { readTableFile } from '../../tables/table-files';

/** Names of the column of files; `id` only if there is no other. */
const FILE_COLUMNS = ['file', 'path', 'filename', 'image', 'picture', 'id'];
const LABEL_COLUMNS = ['labels', 'label', 'class'];
/** A column of this name may hold several labels, or none. */
const SETS_COLUMN = 'labels';
const PART_COLUMNS = ['part', 'split'];
const SEPARATOR = ';';

export interface PictureColumns {
  /** Column that holds the labels. Default: `labels`, `label` or `class`, if there is one. */
  readonly target?: string | undefined;
  /** Column that names what several pictures belong to. */
  readonly group?: string | undefined;
  /** Used as the group if it exists and no other is named. */
  readonly usualGroup?: string | undefined;
  /** Column that orders the pictures. */
  readonly time?: string | undefined;
}

/** What a row of a table says about a picture. */
export interface PictureRow {
  /** The file, as it is written in the table. */
  readonly name: string;
  /** Absolute; undefined if there is no such picture. */
  readonly path: string | undefined;
  /** Empty if the cell is empty, or the table has no labels. */
  readonly labels: readonly string[];
  readonly group: string | undefined;
  readonly part: DatasetPart | null;
  /** @throws LintelError DATASET_INVALID if the cell holds no time */
  readonly time: () => number;
}

export interface PictureRows {
  readonly rows: readonly PictureRow[];
  /** Whether there is a column of labels. */
  readonly hasLabels: boolean;
  /** Whether a picture may have several labels, or none, by the name of the column or by a row. */
  readonly hasSets: boolean;
  /** The column of groups. */
  readonly group: string | undefined;
}

/**
 * Reads a table of pictures, the only reader of `labels.csv` and its kind: a column of files, and columns of labels,
 * groups, times and parts. Several labels are separated by `;`. A file is a path within `root`, or a name that only one
 * picture there has, with or without its ending.
 * @param isOptional a table without a column of files is no table of pictures, and not an error
 * @throws LintelError NOT_FOUND, DATASET_EMPTY, DATASET_INVALID (no such column)
 */
export async function readPictureRows(
  path: string,
  root: string,
  columns: PictureColumns,
  isOptional = false,
): Promise<PictureRows | undefined> {
  const table = await readTableFile(path);
  const named = (name: string | undefined): number | undefined =>
    name === undefined ? undefined : columnOf(table, path, [name]);
  const usual = (names: readonly string[]): number | undefined =>
    names.map((name) => indexOfColumn(table, name)).find((at) => at >= 0);
  if (isOptional && usual(FILE_COLUMNS) === undefined) return undefined;
  const files = columnOf(table, path, FILE_COLUMNS);
  const labels = named(columns.target) ?? usual(LABEL_COLUMNS);
  const group = named(columns.group) ?? (columns.usualGroup === undefined ? undefined : usual([columns.usualGroup]));
  const time = named(columns.time);
  const parts = usual(PART_COLUMNS);
  const find = await pictureFinder(root);
  const text = (column: number | undefined, row: number): string =>
    column === undefined ? '' : String(table.cells[column]![row] ?? '').trim();
  const rows = Array.from({ length: table.rows }, (_, row): PictureRow => {
    const name = text(files, row);
    return {
      name,
      path: find(name),
      labels: text(labels, row)
        .split(SEPARATOR)
        .map((label) => label.trim())
        .filter((label) => label !== ''),
      group: text(group, row) || undefined,
      part: PART_NAMES[text(parts, row).toLowerCase()] ?? null,
      time: () => timeOf(time === undefined ? null : table.cells[time]![row]!, `${path}, ${rowName(table, row)}`),
    };
  });
  return {
    rows,
    hasLabels: labels !== undefined,
    hasSets:
      labels !== undefined &&
      (table.columns[labels]!.trim().toLowerCase() === SETS_COLUMN || rows.some((row) => row.labels.length > 1)),
    group: group === undefined ? undefined : table.columns[group],
  };
}

/** Finds only files within the root, so a table cannot name others. */
async function pictureFinder(root: string): Promise<(name: string) => string | undefined> {
  const byPath = new Map<string, string>();
  /** Undefined: several pictures have the name. */
  const byName = new Map<string, string | undefined>();
  const note = (name: string, path: string): void => void byName.set(name, byName.has(name) ? undefined : path);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const ending = extname(entry.name).toLowerCase();
    if (!entry.isFile() || !PICTURE_EXTENSIONS.includes(ending)) continue;
    const path = join(entry.parentPath, entry.name);
    byPath.set(normalised(relative(root, path).split(sep).join('/')), path);
    note(normalised(entry.name), path);
    note(normalised(basename(entry.name, extname(entry.name))), path);
  }
  return (name) => byPath.get(normalised(name)) ?? byName.get(normalised(name));
}

const normalised = (path: string): string => path.trim().replaceAll('\\', '/').replace(/^\.\//, '').normalize('NFC');

const indexOfColumn = ({ columns }: Table, name: string): number => {
  const exact = columns.indexOf(name);
  return exact >= 0 ? exact : columns.findIndex((column) => column.trim().toLowerCase() === name.toLowerCase());
};

/** @param names the first one that exists is taken */
function columnOf(table: Table, path: string, names: readonly string[]): number {
  const at = names.map((name) => indexOfColumn(table, name)).find((index) => index >= 0);
  if (at !== undefined) return at;
  const shown = table.columns.slice(0, 20).join(', ');
  throw new LintelError('DATASET_INVALID', {
    problem:
      names.length === 1 ? `${path} has no column "${names[0]}".` : `${path} has no column with the files of pictures.`,
    expected:
      names.length === 1
        ? 'a column of the table'
        : `a column called ${names.slice(0, -1).join(', ')} or ${names.at(-1)}, with the path of each picture`,
    received: shown,
    cure: `Add the column, or name another one: ${shown}.`,
  });
}

/** A number, or an ISO 8601 time. */
function timeOf(cell: Table['cells'][number][number], place: string): number {
  const time = timeIn(cell, 'unix-seconds') ?? timeIn(cell, 'iso');
  if (time !== undefined) return time;
  throw new LintelError('DATASET_INVALID', {
    problem: `${place}: there is no time.`,
    expected: 'a number, or a time such as 2026-04-01T13:30:00',
    received: String(cell ?? ''),
    cure: 'Correct the row, or remove it: the picture is then left out.',
  });
}
