import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { type DatasetPart } from '../splits/split-shares';
import { type UnreadablePicture } from './cache-decoded';
import { readError } from '@lintel/contracts/files';
import { FolderReader } from './folder-reader';

/** One picture file with its class. */
export interface PictureEntry {
  /** Absolute. */
  readonly path: string;
  /** Name of its folder, in Unicode NFC: file systems may store the same name in two forms. */
  readonly className: string;
  /** Index into the class names. */
  readonly label: number;
  /** The part declared by the folder; null if the folder declares none. */
  readonly part: DatasetPart | null;
  /**
   * What several pictures belong to, such as a product or a person: they stay together in a split. Absent if that is not
   * known.
   */
  readonly group?: string;
}

export interface ImageFolder {
  /** Absolute. */
  readonly root: string;
  /** Sorted by code unit, so that every machine assigns the same indices. */
  readonly classNames: readonly string[];
  /** Sorted by part, class and file name. */
  readonly entries: readonly PictureEntry[];
  /** Files and folders that are not pictures by name, relative to the root; without hidden ones. */
  readonly ignored: readonly string[];
  /** Pictures that were skipped because they cannot be opened. */
  readonly unreadable: readonly UnreadablePicture[];
}

export interface ImageFolderOptions {
  /** The classes of a model, which determine the labels; some may have no folder. Default: the folders found. */
  readonly classNames?: readonly string[];
  /** `skip`: skip broken links and names that are not UTF-8. Default: `refuse`. */
  readonly onUnreadable?: 'refuse' | 'skip';
  /** File extensions of pictures, in lower case. */
  readonly extensions?: readonly string[];
  /** Fewer classes are refused. Default: 2, as a classifier needs. */
  readonly minClasses?: number;
}

/** File extensions that are read as pictures, in lower case. */
export const PICTURE_EXTENSIONS = ['.jpg', '.jpeg', '.jfif', '.png', '.webp', '.gif', '.tif', '.tiff', '.avif', '.bmp'];
/** Names of the parts of a dataset, in lower case. */
export const PART_NAMES: Readonly<Record<string, DatasetPart>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
};
const LAYOUT = 'DIR/<class>/* or DIR/{train,test}/<class>/*';

/**
 * Lists the pictures of `dir/<class>/*` or `dir/{train,validation,test}/<class>/*`. No picture is opened.
 * @throws LintelError NOT_FOUND, INVALID_ARGUMENT, DATASET_EMPTY, DATASET_INVALID
 */
export async function openImageFolder(dir: string, options: ImageFolderOptions = {}): Promise<ImageFolder> {
  const root = await rootOf(dir);
  const reader = new FolderReader(root, options.extensions ?? PICTURE_EXTENSIONS, options.onUnreadable === 'skip');
  const found: Omit<PictureEntry, 'label'>[] = [];
  for (const { part, path } of await partsOf(reader)) {
    const folders = await reader.classFolders(path);
    if (folders.length === 0) {
      throw new LintelError('DATASET_EMPTY', {
        problem: `${path} contains no class folders.`,
        expected: `one folder of pictures for each class: ${LAYOUT}`,
        received: await reader.describe(path),
        cure: 'Put the pictures of each class into a folder named after the class.',
      });
    }
    for (const folder of folders) {
      const pictures = await reader.pictures(join(path, folder));
      if (pictures.length === 0) {
        const isOneLevelUp = (await reader.folders(join(path, folder))).length > 0;
        throw new LintelError('DATASET_EMPTY', {
          problem: `The class folder ${join(path, folder)} contains no pictures.`,
          expected: `files that end in ${reader.extensions.join(', ')}`,
          received: await reader.describe(join(path, folder)),
          cure: isOneLevelUp
            ? `If the folders in it are the classes, pass ${join(path, folder)} instead.`
            : 'Add pictures to the folder, or remove it.',
        });
      }
      const className = folder.normalize('NFC');
      for (const picture of pictures) found.push({ path: picture, className, part });
    }
  }
  const classNames = options.classNames ?? classNamesOf(found, root, options.minClasses ?? 2);
  const labels = new Map(classNames.map((name, label) => [name.normalize('NFC'), label]));
  const entries = found.map((entry) => ({ ...entry, label: labels.get(entry.className) ?? unknownClass(entry) }));
  return { root, classNames, entries, ignored: reader.ignored, unreadable: reader.unreadable };

  function unknownClass({ className, part }: Omit<PictureEntry, 'label'>): never {
    throw new LintelError('DATASET_INVALID', {
      problem: `The class "${className}"${part ? ` of the ${part} part` : ''} is unknown.`,
      expected: `one of ${classNames.join(', ')}`,
      received: className,
      cure: options.classNames
        ? 'Rename the folder to a class of the model, or remove it.'
        : 'Add pictures of this class to the train part, or remove the folder.',
    });
  }
}

async function rootOf(dir: string): Promise<string> {
  const root = resolve(dir);
  const found = await stat(root).catch((error: unknown) => {
    throw readError(error, root);
  });
  if (found.isDirectory()) return root;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `${root} is not a folder.`,
    expected: `a folder of pictures: ${LAYOUT}`,
    received: 'a file',
    cure: 'Pass the folder that contains the class folders; unpack an archive first.',
  });
}

/** A folder called "train" is a part if it contains folders, and a class (of trains) if it contains pictures. */
async function partsOf(reader: FolderReader): Promise<{ part: DatasetPart | null; path: string }[]> {
  const { root } = reader;
  const folders = await reader.folders(root);
  const parts: { part: DatasetPart; path: string }[] = [];
  for (const name of folders) {
    const part = PART_NAMES[name.toLowerCase()];
    const path = join(root, name);
    if (part && (await reader.folders(path)).length > 0) parts.push({ part, path });
  }
  const named = folders.filter((name) => PART_NAMES[name.toLowerCase()]);
  if (parts.length === 0 && (named.length < folders.length || folders.length === 0))
    return [{ part: null, path: root }];
  if (parts.length === folders.length && new Set(parts.map(({ part }) => part)).size === parts.length) return parts;
  throw new LintelError('DATASET_INVALID', {
    problem: `It is not clear which folders of ${root} are classes.`,
    expected: `${LAYOUT}, not both, and every part once`,
    received: folders.join(', '),
    cure: 'Put the class folders into train, validation and test, or remove those three.',
  });
}

function classNamesOf(found: readonly Omit<PictureEntry, 'label'>[], root: string, minClasses: number): string[] {
  const training = found.filter(({ part }) => part === null || part === 'train');
  if (training.length === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: `${root} has no train part.`,
      expected: LAYOUT,
      received: [...new Set(found.map(({ part }) => part))].join(', '),
      cure: 'Add a folder "train" with one folder per class.',
    });
  }
  const names = [...new Set(training.map(({ className }) => className))].sort();
  if (names.length >= minClasses) return names;
  throw new LintelError('DATASET_INVALID', {
    problem: 'A classifier needs at least two classes: there is one class only.',
    expected: 'two class folders or more',
    received: names.join(''),
    cure: 'Add a folder with pictures of another class, for example of everything that does not belong to the first.',
  });
}
