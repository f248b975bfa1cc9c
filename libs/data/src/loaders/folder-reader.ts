import { type Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { readError } from './file-error';

/** Reads the folders of one root; leaves out what is hidden, remembers what is no picture. */
export class FolderReader {
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
