import { type Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, relative, resolve, sep } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { readError } from './file-error';

export type DatasetPart = 'train' | 'validation' | 'test';

/** One picture file with its class. */
export interface PictureEntry {
  /** Absolute. */
  readonly path: string;
  readonly className: string;
  /** Index into the class names. */
  readonly label: number;
  /** The part that the folder declares; null where the folder declares none. */
  readonly part: DatasetPart | null;
}

export interface ImageFolder {
  /** Absolute. */
  readonly root: string;
  /** Sorted by code unit, so that every machine counts them alike. */
  readonly classNames: readonly string[];
  /** Sorted by part, class and file name. */
  readonly entries: readonly PictureEntry[];
  /** Files and folders that are no pictures by their name, relative to the root. Hidden ones are not told. */
  readonly ignored: readonly string[];
}

export interface ImageFolderOptions {
  /** The classes of a model: labels follow them, and a class may be absent. Default: the folders found. */
  readonly classNames?: readonly string[];
  /** Endings that make a file a picture, in lower case. */
  readonly extensions?: readonly string[];
}

const EXTENSIONS = ['.jpg', '.jpeg', '.jfif', '.png', '.webp', '.gif', '.tif', '.tiff', '.avif', '.bmp'];
const PART_NAMES: Readonly<Record<string, DatasetPart>> = {
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
  const reader = new FolderReader(root, options.extensions ?? EXTENSIONS);
  const found: Omit<PictureEntry, 'label'>[] = [];
  for (const { part, path } of await partsOf(reader)) {
    const folders = await reader.folders(path);
    if (folders.length === 0) {
      throw new LintelError('DATASET_EMPTY', {
        problem: `${path} holds no class folder.`,
        expected: `one folder of pictures a class: ${LAYOUT}`,
        received: await reader.describe(path),
        cure: 'Put the pictures of every class into a folder that is named after the class.',
      });
    }
    for (const className of folders) {
      const pictures = await reader.pictures(join(path, className));
      if (pictures.length === 0) {
        throw new LintelError('DATASET_EMPTY', {
          problem: `The class folder ${join(path, className)} holds no picture.`,
          expected: `files that end in ${reader.extensions.join(', ')}`,
          received: await reader.describe(join(path, className)),
          cure: 'Add pictures to the folder, or remove it.',
        });
      }
      for (const picture of pictures) found.push({ path: picture, className, part });
    }
  }
  const classNames = options.classNames ?? classNamesOf(found, root);
  const labels = new Map(classNames.map((name, label) => [name, label]));
  const entries = found.map((entry) => ({ ...entry, label: labels.get(entry.className) ?? unknownClass(entry) }));
  return { root, classNames, entries, ignored: reader.ignored };

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
    problem: `${root} is no folder.`,
    expected: `a folder of pictures: ${LAYOUT}`,
    received: 'a file',
    cure: 'Give the folder; unpack an archive first.',
  });
}

/** A folder called "train" is a part where it holds folders, and a class (of trains) where it holds pictures. */
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
  if (parts.length === 0 && (named.length < folders.length || folders.length === 0)) return [{ part: null, path: root }];
  if (parts.length === folders.length && new Set(parts.map(({ part }) => part)).size === parts.length) return parts;
  throw new LintelError('DATASET_INVALID', {
    problem: `It is not clear which folders of ${root} are classes.`,
    expected: `${LAYOUT}, not both, and every part once`,
    received: folders.join(', '),
    cure: 'Put the class folders into train, validation and test, or remove those three.',
  });
}

function classNamesOf(found: readonly Omit<PictureEntry, 'label'>[], root: string): string[] {
  const training = found.filter(({ part }) => part === null || part === 'train');
  if (training.length === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: `${root} has no train part.`,
      expected: LAYOUT,
      received: [...new Set(found.map(({ part }) => part))].join(', '),
      cure: 'Add a folder "train" with one folder a class.',
    });
  }
  const names = [...new Set(training.map(({ className }) => className))].sort();
  if (names.length > 1) return names;
  throw new LintelError('DATASET_INVALID', {
    problem: 'A classifier needs something to tell apart: there is one class only.',
    expected: 'two class folders or more',
    received: names.join(''),
    cure: 'Add a folder with pictures of another class (everything that is not the first, for example).',
  });
}

/** Reads the folders of one root; leaves out what is hidden, remembers what is no picture. */
class FolderReader {
  readonly ignored: string[] = [];
  readonly #listings = new Map<string, Promise<{ folders: string[]; files: string[] }>>();

  constructor(
    readonly root: string,
    readonly extensions: readonly string[],
  ) {}

  async folders(path: string): Promise<string[]> {
    return (await this.#list(path)).folders;
  }

  /** Absolute paths, sorted; the rest of the folder is remembered as ignored. */
  async pictures(path: string): Promise<string[]> {
    const { folders, files } = await this.#list(path);
    const isPicture = (name: string): boolean => this.extensions.includes(extname(name).toLowerCase());
    for (const name of [...folders, ...files.filter((file) => !isPicture(file))]) {
      this.ignored.push(relative(this.root, join(path, name)));
    }
    return files.filter(isPicture).map((name) => join(path, name));
  }

  async describe(path: string): Promise<string> {
    const { folders, files } = await this.#list(path);
    if (folders.length + files.length === 0) return 'an empty folder';
    const names = [...folders.map((name) => name + sep), ...files];
    return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
  }

  #list(path: string): Promise<{ folders: string[]; files: string[] }> {
    const known = this.#listings.get(path) ?? this.#read(path);
    this.#listings.set(path, known);
    return known;
  }

  async #read(path: string): Promise<{ folders: string[]; files: string[] }> {
    const folders: string[] = [];
    const files: string[] = [];
    const listed = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
      throw readError(error, path);
    });
    for (const item of listed) {
      if (item.name.startsWith('.')) continue;
      const kind = await this.#kindOf(join(path, item.name), item);
      if (kind === 'folder') folders.push(item.name);
      if (kind === 'file') files.push(item.name);
    }
    return { folders: folders.sort(), files: files.sort() };
  }

  async #kindOf(path: string, item: Dirent): Promise<'folder' | 'file' | 'other'> {
    if (item.isDirectory()) return 'folder';
    if (item.isFile()) return 'file';
    if (!item.isSymbolicLink()) return 'other';
    try {
      const [target, base] = [await realpath(path), await realpath(this.root)];
      if (!target.startsWith(base + sep)) throw leavesRoot(path, target, this.root);
      return (await stat(target)).isDirectory() ? 'folder' : 'file';
    } catch (error) {
      throw readError(error, path);
    }
  }
}

const leavesRoot = (path: string, target: string, root: string): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `The link ${path} leaves the dataset folder.`,
    expected: `a link to something within ${root}`,
    received: target,
    cure: 'Copy the file into the folder, or remove the link.',
  });
