import { LintelError } from '@lintel/contracts';
import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readError, systemCode, temporaryPath, writeError } from '@lintel/contracts/files';
import { artifactMissing, checkKey, checkPrefix, type ArtifactStore } from './artifact-store';

/** Temporary files are written here, separate from complete ones but on the same disk. */
const ASIDE = '.writing';

/** Stores artefacts as files in a folder, which may be on a disk shared by several machines. */
export class FolderArtifactStore implements ArtifactStore {
  constructor(private readonly folder: string) {}

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.write(key, (path) => writeFile(path, bytes));
  }

  async putFile(key: string, path: string): Promise<void> {
    await stat(path).catch((error: unknown) => {
      throw readError(error, path);
    });
    await this.write(key, (aside) => copyFile(path, aside));
  }

  async get(key: string): Promise<Buffer> {
    return this.read(key, (path) => readFile(path));
  }

  async getFile(key: string, path: string): Promise<void> {
    await this.read(key, (from) => stat(from));
    const aside = await temporaryPath(path);
    await moveWhole(aside, path, () => copyFile(this.pathOf(key), aside));
  }

  async has(key: string): Promise<boolean> {
    try {
      return await this.read(key, async (path) => (await stat(path)).isFile());
    } catch (error) {
      if (error instanceof LintelError && error.code === 'NOT_FOUND') return false;
      throw error;
    }
  }

  async list(prefix: string): Promise<string[]> {
    checkPrefix(prefix);
    const keys: string[] = [];
    const walk = async (under: string): Promise<void> => {
      for (const entry of await this.entries(under)) {
        const key = `${under}${entry.name}`;
        if (entry.name.startsWith('.') || !(key.startsWith(prefix) || prefix.startsWith(`${key}/`))) continue;
        if (entry.isDirectory()) await walk(`${key}/`);
        else keys.push(key);
      }
    };
    await walk(prefix.slice(0, prefix.lastIndexOf('/') + 1));
    return keys.sort();
  }

  async delete(key: string): Promise<void> {
    const path = this.pathOf(key);
    await rm(path, { force: true }).catch((error: unknown) => {
      if (!isAbsent(error)) throw writeError(error, path);
    });
  }

  private pathOf(key: string): string {
    return join(this.folder, checkKey(key));
  }

  private async write(key: string, fill: (path: string) => Promise<void>): Promise<void> {
    const path = this.pathOf(key);
    const aside = await temporaryPath(join(this.folder, ASIDE, 'artefact'));
    await moveWhole(aside, path, () => fill(aside));
  }

  private async read<T>(key: string, work: (path: string) => Promise<T>): Promise<T> {
    const path = this.pathOf(key);
    try {
      return await work(path);
    } catch (error) {
      if (isAbsent(error)) throw artifactMissing(key, error);
      throw unreadable(path, error);
    }
  }

  private async entries(under: string) {
    try {
      return await readdir(join(this.folder, under), { withFileTypes: true });
    } catch (error) {
      if (isAbsent(error)) return [];
      throw unreadable(join(this.folder, under), error);
    }
  }
}

/** The file is flushed to disk before it is renamed, and the rename before the call returns. */
async function moveWhole(aside: string, path: string, fill: () => Promise<void>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await fill();
    await synchronise(aside, 'r+');
    await rename(aside, path);
    await synchronise(dirname(path), 'r');
  } catch (error) {
    await rm(aside, { force: true });
    throw writeError(error, path);
  }
}

async function synchronise(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(systemCode(error) ?? '');

function unreadable(path: string, error: unknown): unknown {
  if (systemCode(error) === undefined) return error;
  return new LintelError('SERVICE_UNAVAILABLE', {
    problem: `The artefact store cannot read ${path}.`,
    received: error instanceof Error ? error.message : String(error),
    cure: 'Give this user the right to read ARTIFACT_DIR, and check the disk that it lies on.',
    retryable: true,
    cause: error,
  });
}
