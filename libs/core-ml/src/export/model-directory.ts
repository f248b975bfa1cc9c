import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import {
  type DatasetDetails,
  datasetDetailsSchema,
  LintelError,
  MANIFEST_FILE,
  type ModelManifest,
  modelManifestSchema,
} from '@lintel/contracts';
import { writeAtomically, writeError } from '@lintel/contracts/files';
import { takeLock } from './directory-lock';

/**
 * The folder of a model, and next to it the working folder in which the model is made. A killed process leaves only the
 * working folder; the model's folder is either complete or absent.
 */
export class ModelDirectory {
  readonly path: string;
  /** Holds the checkpoint and the model under construction; removed once the model is published. */
  readonly work: string;

  constructor(path: string) {
    this.path = resolve(path);
    this.work = join(dirname(this.path), `.${basename(this.path)}.training`);
  }

  get checkpoint(): string {
    return join(this.work, 'checkpoint.bin');
  }

  get staged(): string {
    return join(this.work, 'model');
  }

  /**
   * Locks the folder against other runs until the returned function is called. The lock of a dead run is taken over.
   * @throws LintelError CONFLICT, OUTPUT_UNWRITABLE
   */
  async lock(): Promise<() => Promise<void>> {
    await this.#checkPlace();
    const release = await takeLock(join(this.work, 'lock'), this.path);
    return async () => {
      await release();
      // A refused run has created nothing else.
      await rmdir(this.work).catch(() => undefined);
    };
  }

  /**
   * Creates the working folder and checks, before hours of training, that the result can be written.
   * @throws LintelError OUTPUT_UNWRITABLE; also if `path` exists and is not a model, or exists and `overwrite` is false
   */
  async prepare(overwrite: boolean): Promise<void> {
    const present: string[] = await readdir(this.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw writeError(error, this.path);
    });
    if (present.length > 0 && !(overwrite && present.includes(MANIFEST_FILE))) {
      throw new LintelError('OUTPUT_UNWRITABLE', {
        problem: `${this.path} is not empty.`,
        expected: overwrite ? 'a new folder, or one that holds a model' : 'a new or empty folder',
        received: present.slice(0, 5).join(', '),
        cure: overwrite
          ? 'Choose another folder.'
          : 'Choose another folder, or allow that the model there is replaced.',
      });
    }
    await this.#checkPlace();
    try {
      await mkdir(this.staged, { recursive: true });
      await probe(this.staged);
    } catch (error) {
      throw writeError(error, this.path);
    }
  }

  /** An existing folder is renamed at the end, which is not possible for every folder. */
  async #checkPlace(): Promise<void> {
    try {
      // Checked here, because mkdir reports "no such folder" on a read-only file system.
      await probe(await nearestFolder(dirname(this.path)));
      const present = await stat(this.path).catch(ignoreMissing);
      if (!present) return;
      const parent = await stat(dirname(this.path));
      if (present.dev !== parent.dev) throw mountPoint(this.path);
      await probe(this.path);
    } catch (error) {
      throw writeError(error, this.path);
    }
  }

  /** Writes a file of the model into the working folder. */
  async stageFile(file: string, bytes: Uint8Array): Promise<{ file: string; sha256: string; bytes: number }> {
    await writeAtomically(join(this.staged, file), (handle) => handle.writeFile(bytes));
    return { file, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
  }

  /** Writes the details about the data that are too long for the manifest. */
  async stageDetails(file: string, details: DatasetDetails): Promise<{ file: string; sha256: string }> {
    const bytes = Buffer.from(`${JSON.stringify(datasetDetailsSchema.parse(details))}\n`);
    await writeAtomically(join(this.staged, file), (handle) => handle.writeFile(bytes));
    return { file, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  async stageManifest(manifest: ModelManifest): Promise<void> {
    const text = JSON.stringify(modelManifestSchema.parse(manifest), null, 2);
    await writeAtomically(join(this.staged, MANIFEST_FILE), (handle) => handle.writeFile(`${text}\n`));
  }

  /** Moves the staged model into place. An existing model is kept until the new one is in place. */
  async publish(): Promise<void> {
    const replaced = join(this.work, 'replaced');
    try {
      await rename(this.path, replaced).catch(ignoreMissing);
      await rename(this.staged, this.path);
    } catch (error) {
      throw writeError(error, this.path);
    }
    await this.discardWork();
  }

  async discardWork(): Promise<void> {
    await rm(this.work, { recursive: true, force: true });
  }
}

/** Creates and removes a folder inside: permissions alone don't reveal a read-only file system or another user. */
async function probe(folder: string): Promise<void> {
  await rmdir(await mkdtemp(join(folder, '.lintel-')));
}

/** The folder itself, or its nearest existing ancestor. */
async function nearestFolder(path: string): Promise<string> {
  const present = await stat(path).catch(ignoreMissing);
  return present || dirname(path) === path ? path : nearestFolder(dirname(path));
}

const mountPoint = (path: string): LintelError =>
  new LintelError('OUTPUT_UNWRITABLE', {
    problem: `${path} is a mount point, which a finished model cannot replace.`,
    expected: 'a new folder, or one on the file system of its parent',
    received: 'the root of another file system',
    cure: `Choose a folder within it, such as ${join(path, 'model')}.`,
  });

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
