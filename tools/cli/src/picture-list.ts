import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { LintelError, printable } from '@lintel/contracts';
import { type Table } from '@lintel/core-ml/tables';
import {
  PART_NAMES,
  PICTURE_EXTENSIONS,
  type DatasetPart,
  type ImageFolder,
  type PictureEntry,
} from '@lintel/datasets';
import { readTableFile } from './commands/table-model';

/** The name of the list that a folder of pictures may hold. */
export const LIST_FILE = 'labels.csv';

const FILE_COLUMNS = ['file', 'path', 'filename', 'image', 'picture', 'id'];
const LABEL_COLUMNS = ['labels', 'label', 'class'];
const PART_COLUMNS = ['part', 'split'];
const SEPARATOR = ';';

export interface PictureListOptions {
  /** Column that holds the labels. Default: `labels`, `label` or `class`. */
  readonly target?: string | undefined;
  /** Column that names what several pictures belong to. */
  readonly group?: string | undefined;
  readonly skipUnreadable?: boolean | undefined;
}

/** A picture of a list, with all of its labels. */
export interface ListedPicture extends Omit<PictureEntry, 'className' | 'label'> {
  readonly labels: readonly string[];
}

export interface PictureList {
  /** Absolute. */
  readonly root: string;
  /** In the order of the list. */
  readonly pictures: readonly ListedPicture[];
  /** Listed files that are not there. */
  readonly missing: readonly string[];
  /** True if a picture may have several labels, or none. */
  readonly isMultiLabel: boolean;
}

/** The list that a path names or a folder holds; undefined if there is none. */
export async function findPictureList(data: string): Promise<string | undefined> {
  const path = resolve(data);
  if (/\.(csv|tsv)(\.gz)?$/i.test(path)) return path;
  const list = join(path, LIST_FILE);
  return (await isFile(list)) ? list : undefined;
}

/**
 * Reads a list of pictures: a CSV with a column of files and a column of labels, separated by `;` if a picture has
 * several. A picture in several rows has the labels of all of them. A file is a path within the folder of the list, or a
 * name that only one picture there has, with or without its ending.
 * @throws LintelError NOT_FOUND (list or picture), DATASET_EMPTY, DATASET_INVALID, INVALID_ARGUMENT (no such column)
 */
export async function openPictureList(list: string, options: PictureListOptions = {}): Promise<PictureList> {
  const table = await readTableFile(list);
  const root = dirname(list);
  const files = columnOf(table, FILE_COLUMNS, undefined, 'of the pictures’ files', list);
  const labels = columnOf(table, LABEL_COLUMNS, options.target, 'of their labels', list);
  const groups = options.group === undefined ? undefined : columnOf(table, [], options.group, 'of groups', list);
  const parts = PART_COLUMNS.map((name) => indexOfColumn(table, name)).find((at) => at >= 0);
  const find = await pictureFinder(root);
  const found = new Map<string, { labels: Set<string>; group?: string; part: DatasetPart | null }>();
  const missing: string[] = [];
  let isMultiLabel = table.columns[labels]!.toLowerCase() === 'labels';
  for (let row = 0; row < table.rows; row++) {
    const name = textOf(table, files, row);
    const path = find(name);
    if (path === undefined) {
      missing.push(name);
      continue;
    }
    const own = textOf(table, labels, row)
      .split(SEPARATOR)
      .map((label) => label.trim())
      .filter((label) => label !== '');
    const group = groups === undefined ? '' : textOf(table, groups, row);
    const known = found.get(path) ?? {
      labels: new Set<string>(),
      ...(group === '' ? {} : { group }),
      part: parts === undefined ? null : (PART_NAMES[textOf(table, parts, row).toLowerCase()] ?? null),
    };
    for (const label of own) known.labels.add(label);
    isMultiLabel ||= own.length > 1;
    found.set(path, known);
  }
  if (missing.length > 0 && !options.skipUnreadable) throw missingPicture(missing, list);
  const pictures = [...found].map(([path, { labels: set, ...about }]) => ({ path, ...about, labels: [...set].sort() }));
  if (pictures.length === 0) throw emptyList(list);
  isMultiLabel ||= pictures.some((picture) => picture.labels.length > 1);
  return { root, pictures, missing, isMultiLabel };
}

/**
 * A list whose pictures have one label each, as a folder with a subfolder for each class. A picture without a label is
 * left out.
 * @throws LintelError DATASET_INVALID if a picture has several labels
 */
export function asImageFolder({ root, pictures, missing }: PictureList, list: string): ImageFolder {
  const several = pictures.find(({ labels }) => labels.length > 1);
  if (several) {
    throw new LintelError('DATASET_INVALID', {
      problem: `${relative(root, several.path)} has several labels in ${list}.`,
      expected: 'one label for each picture',
      received: several.labels.join(', '),
      cure: 'Name a column with one label for each picture with --target.',
    });
  }
  const labelled = pictures.filter(({ labels }) => labels.length === 1);
  const classNames = [...new Set(labelled.map(({ labels }) => labels[0]!))].sort();
  const entries = labelled.map(({ labels, ...entry }) => {
    return { ...entry, className: labels[0]!, label: classNames.indexOf(labels[0]!) };
  });
  return { root, classNames, entries, ignored: [], unreadable: missing.map(unreadableFile) };
}

export const unreadableFile = (path: string): ImageFolder['unreadable'][number] => ({
  path,
  problem: `${path} is listed, but there is no such picture.`,
});

function columnOf(
  table: Table,
  usual: readonly string[],
  named: string | undefined,
  what: string,
  list: string,
): number {
  const names = named === undefined ? usual : [named];
  const at = names.map((name) => indexOfColumn(table, name)).find((index) => index >= 0);
  if (at !== undefined) return at;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `${list} has no column ${what}.`,
    expected: `a column called ${names.join(', ')}`,
    received: table.columns.slice(0, 20).join(', '),
    cure: named === undefined ? 'Rename a column, or name the labels with --target.' : 'Name one of its columns.',
  });
}

const indexOfColumn = ({ columns }: Table, name: string): number => {
  const exact = columns.indexOf(name);
  return exact >= 0 ? exact : columns.findIndex((column) => column.trim().toLowerCase() === name.toLowerCase());
};

const textOf = ({ cells }: Table, column: number, row: number): string => String(cells[column]![row] ?? '').trim();

/** Finds only files within the root, so a list cannot name others. */
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
    byPath.set(relative(root, path).split(sep).join('/'), path);
    note(entry.name, path);
    note(basename(entry.name, extname(entry.name)), path);
  }
  return (name) => byPath.get(name.replace(/^\.\//, '').replaceAll('\\', '/')) ?? byName.get(name);
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

function missingPicture(missing: readonly string[], list: string): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `${missing.length} of the pictures that ${list} lists cannot be found.`,
    expected: 'paths within its folder, or names that only one picture has',
    received: missing.slice(0, 3).map(printable).join(', '),
    cure: 'Correct the list, or leave such pictures out with --skip-unreadable.',
  });
}

const emptyList = (list: string): LintelError =>
  new LintelError('DATASET_EMPTY', {
    problem: `${list} lists no picture.`,
    expected: 'a row for each picture',
    received: 'none',
    cure: 'Add rows.',
  });
