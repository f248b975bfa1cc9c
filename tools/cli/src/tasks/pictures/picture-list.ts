import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { LintelError, printable } from '@lintel/contracts';
import { type ImageFolder, type PictureEntry } from '@lintel/datasets';
import { type PictureColumns, type PictureRows, readPictureRows } from './picture-rows';

/** The name of the list that a folder of pictures may hold. */
export const LIST_FILE = 'labels.csv';

export interface PictureListOptions extends Pick<PictureColumns, 'target' | 'group' | 'usualGroup' | 'time'> {
  readonly skipUnreadable?: boolean | undefined;
}

/** A picture of a list, with all of its labels. */
export interface ListedPicture extends Omit<PictureEntry, 'className' | 'label'> {
  readonly labels: readonly string[];
  /** Any unit, increasing with time. */
  readonly time?: number;
}

export interface PictureList {
  /** The file of the list. */
  readonly file: string;
  /** Its folder, absolute. */
  readonly root: string;
  /** In the order of the list. */
  readonly pictures: readonly ListedPicture[];
  /** Listed files that are not there. */
  readonly missing: readonly string[];
  /** True if a picture may have several labels, or none. */
  readonly isMultiLabel: boolean;
  /** The column of groups. */
  readonly group: string | undefined;
}

/** The list that a path names or a folder holds; undefined if there is none. */
export async function findPictureList(data: string): Promise<string | undefined> {
  const path = resolve(data);
  if (/\.(csv|tsv)(\.gz)?$/i.test(path)) return path;
  const list = join(path, LIST_FILE);
  return (await isFile(list)) ? list : undefined;
}

/**
 * Reads a list of pictures with labels (see `readPictureRows`). A picture in several rows has the labels of all of them.
 * @throws LintelError NOT_FOUND (list or picture), DATASET_EMPTY, DATASET_INVALID (no such column)
 */
export async function openPictureList(file: string, options: PictureListOptions = {}): Promise<PictureList> {
  const root = dirname(file);
  const read = (await readPictureRows(file, root, options))!;
  if (!read.hasLabels) throw withoutLabels(file);
  return listOf(file, root, read, options);
}

/**
 * The list with labels that a path names or a folder holds; undefined if there is none. A table in a folder that only
 * names groups or times is none.
 * @throws LintelError as `openPictureList`
 */
export async function findLabelList(data: string, options: PictureListOptions): Promise<PictureList | undefined> {
  const file = await findPictureList(data);
  if (file === undefined) return undefined;
  if (file === resolve(data)) return openPictureList(file, options);
  const root = dirname(file);
  // The columns of groups and times are only looked for if the labels are in this table.
  const about = await readPictureRows(file, root, {}, true);
  return about?.hasLabels === true || options.target !== undefined ? openPictureList(file, options) : undefined;
}

function listOf(file: string, root: string, read: PictureRows, options: PictureListOptions): PictureList {
  const found = new Map<string, ListedPicture>();
  const missing: string[] = [];
  for (const { name, path, labels, group, part, time } of read.rows) {
    if (path === undefined) {
      missing.push(name);
      continue;
    }
    const known = found.get(path) ?? {
      ...{ path, labels: [], part },
      ...(group === undefined ? {} : { group }),
      ...(options.time === undefined ? {} : { time: time() }),
    };
    found.set(path, { ...known, labels: [...new Set([...known.labels, ...labels])].sort() });
  }
  if (missing.length > 0 && !options.skipUnreadable) throw missingPicture(missing, file);
  const pictures = [...found.values()];
  if (pictures.length === 0) throw emptyList(file);
  const isMultiLabel = read.hasSets || pictures.some(({ labels }) => labels.length > 1);
  return { file, root, pictures, missing, isMultiLabel, group: read.group };
}

/**
 * A list whose pictures have one label each, as a folder with a subfolder for each class. A picture without a label is
 * left out.
 * @param known the classes of a model. Default: those of the list
 * @throws LintelError DATASET_INVALID if a picture has several labels, or one that the model does not know
 */
export function asImageFolder({ root, pictures, missing, file }: PictureList, known?: readonly string[]): ImageFolder {
  const several = pictures.find(({ labels }) => labels.length > 1);
  if (several) {
    throw new LintelError('DATASET_INVALID', {
      problem: `${relative(root, several.path)} has several labels in ${file}.`,
      expected: 'one label for each picture',
      received: several.labels.join(', '),
      cure: 'Name a column with one label for each picture with --target.',
    });
  }
  const labelled = pictures.filter(({ labels }) => labels.length === 1);
  const classNames = known ?? [...new Set(labelled.map(({ labels }) => labels[0]!))].sort();
  const entries = labelled.map(({ labels, ...entry }) => {
    const label = classNames.indexOf(labels[0]!);
    if (label < 0) throw unknownLabel(labels[0]!, file, classNames);
    return { ...entry, className: labels[0]!, label };
  });
  return { root, classNames, entries, ignored: [], unreadable: missing.map(unreadableFile) };
}

export const unreadableFile = (path: string): ImageFolder['unreadable'][number] => ({
  path,
  problem: `${path} is listed, but there is no such picture.`,
});

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** A label of a list that a model was not trained on. */
export const unknownLabel = (label: string, file: string, known: readonly string[]): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `The label "${label}" of ${file} is unknown to the model.`,
    expected: `one of ${known.join(', ')}`,
    received: label,
    cure: 'Correct the label, or remove its rows.',
  });

const withoutLabels = (file: string): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `${file} has no column of labels.`,
    expected: 'a column called labels, label or class',
    received: 'none of them',
    cure: 'Rename a column, or name the labels with --target.',
  });

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
