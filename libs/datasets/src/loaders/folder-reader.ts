import { isUtf8 } from 'node:buffer';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { type UnreadablePicture } from './cache-decoded';
import { readError, systemCode } from '@lintel/contracts/files';
import { rawName } from './raw-name';

/** Files that file managers, archivers and disks leave behind. */
const LEFTOVERS = new Set([
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '__macosx',
  '@eadir',
  '$recycle.bin',
  'system volume information',
  'lost+found',
]);

interface Listing {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** Entries that can be listed but not opened, and why. */
  readonly broken: readonly { readonly name: string; readonly error: LintelError }[];
}

/** Reads the folders of one root; skips hidden files and records files that are not pictures. */
export class FolderReader {
  readonly ignored: string[] = [];
  /** Skipped pictures; empty unless `skipUnreadable`. */
  readonly unreadable: UnreadablePicture[] = [];
  readonly #listings = new Map<string, Promise<Listing>>();

  constructor(
    readonly root: string,
    readonly extensions: readonly string[],
    /** Skip pictures that cannot be opened, instead of refusing the folder. */
    readonly skipUnreadable = false,
  ) {}

  /** @throws LintelError for a link that is broken or leads out of the root, and for a name that is not UTF-8 */
  async folders(path: string): Promise<readonly string[]> {
    const { folders, broken } = await this.#list(path);
    const lost = broken.find(({ name }) => !this.#isPicture(name));
    if (lost) throw lost.error;
    return folders;
  }

  /** Like `folders`; files beside them are recorded as ignored. */
  async classFolders(path: string): Promise<readonly string[]> {
    const folders = await this.folders(path);
    const { files, broken } = await this.#list(path);
    this.#ignore(path, [...files, ...broken.map(({ name }) => name)]);
    return folders;
  }

  /** Absolute paths, sorted; the rest of the folder is recorded as ignored. */
  async pictures(path: string): Promise<string[]> {
    const { folders, files, broken } = await this.#list(path);
    for (const { name, error } of broken) {
      if (!this.#isPicture(name)) this.#ignore(path, [name]);
      else if (this.skipUnreadable) this.unreadable.push({ path: join(path, name), problem: error.problem });
      else throw error;
    }
    this.#ignore(path, [...folders, ...files.filter((file) => !this.#isPicture(file))]);
    return files.filter((file) => this.#isPicture(file)).map((name) => join(path, name));
  }

  async describe(path: string): Promise<string> {
    const { folders, files } = await this.#list(path);
    if (folders.length + files.length === 0) return 'an empty folder';
    const names = [...folders.map((name) => name + sep), ...files];
    return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
  }

  #isPicture(name: string): boolean {
    return this.extensions.includes(extname(name).toLowerCase());
  }

  #ignore(path: string, names: readonly string[]): void {
    for (const name of names) this.ignored.push(relative(this.root, join(path, name)));
  }

  #list(path: string): Promise<Listing> {
    const known = this.#listings.get(path) ?? this.#read(path);
    this.#listings.set(path, known);
    return known;
  }

  async #read(path: string): Promise<Listing> {
    const listing = { folders: [] as string[], files: [] as string[], broken: [] as Listing['broken'][number][] };
    const listed = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
      throw readError(error, path);
    });
    if (listed.some(({ name }) => name.includes('\uFFFD'))) listing.broken.push(...(await namesNotInUtf8(path)));
    const unnamed = new Set(listing.broken.map(({ name }) => name));
    for (const item of listed) {
      const { name } = item;
      if (name.startsWith('.') || LEFTOVERS.has(name.toLowerCase()) || unnamed.has(name)) continue;
      if (item.isDirectory()) listing.folders.push(name);
      else if (item.isFile()) listing.files.push(name);
      else if (item.isSymbolicLink()) {
        try {
          const isFolder = await this.#leadsToFolder(join(path, name));
          (isFolder ? listing.folders : listing.files).push(name);
        } catch (error) {
          if (!(error instanceof LintelError)) throw error;
          listing.broken.push({ name, error });
        }
      }
    }
    listing.folders.sort();
    listing.files.sort();
    return listing;
  }

  async #leadsToFolder(path: string): Promise<boolean> {
    try {
      const [target, base] = [await realpath(path), await realpath(this.root)];
      if (target === base || base.startsWith(target + sep)) throw leadsBack(path, target);
      if (!target.startsWith(base + sep)) throw leavesRoot(path, target, this.root);
      return (await stat(target)).isDirectory();
    } catch (error) {
      throw leadsNowhere(error, path);
    }
  }
}

/** Node.js replaces bytes that are not UTF-8, and the resulting name cannot be opened. */
async function namesNotInUtf8(path: string): Promise<Listing['broken']> {
  const names = await readdir(path, { encoding: 'buffer' });
  return names
    .filter((name) => !isUtf8(name))
    .map((name) => ({
      name: name.toString(),
      error: new LintelError('DATASET_INVALID', {
        problem: `The name of "${rawName(name)}" in ${path} is not UTF-8.`,
        expected: 'names in UTF-8',
        received: `the bytes ${name.toString('hex').replace(/..(?=.)/g, '$& ')}`,
        cure: `Rename it; of many files, \`convmv -r -f latin1 -t utf8 --notest '${path}'\` converts the names.`,
      }),
    }));
}

const leavesRoot = (path: string, target: string, root: string): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `The link ${path} leaves the dataset folder.`,
    expected: `a link to something within ${root}`,
    received: target,
    cure: 'Copy the file into the folder, or remove the link.',
  });

const leadsBack = (path: string, target: string): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `The link ${path} leads back to a folder that holds it.`,
    expected: 'a link to a class folder or a picture',
    received: target,
    cure: 'Remove the link.',
  });

function leadsNowhere(error: unknown, path: string): unknown {
  const code = systemCode(error);
  if (code !== 'ENOENT' && code !== 'ELOOP') return readError(error, path);
  return new LintelError('NOT_FOUND', {
    problem: `The link ${path} leads ${code === 'ELOOP' ? 'in a circle' : 'to nothing'}.`,
    expected: 'a link to an existing file',
    received: error instanceof Error ? error.message : String(error),
    cure: 'Bring back the file that it names, or remove the link; or leave unreadable pictures out.',
    cause: error,
  });
}
