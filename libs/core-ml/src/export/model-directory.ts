import { createHash } from 'node:crypto';
import { access, constants, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { LintelError, type ModelManifest, modelManifestSchema } from '@lintel/contracts';
import { MANIFEST_FILE } from '../inference/load-model-directory';
import { outputError, writeFileAtomically } from './atomic-file';

/**
 * Where a model will lie, and beside it the folder in which it is made. What a process killed in the middle leaves is
 * the working folder alone; the model's folder is there whole or not at all.
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
   * Makes the working folder, and finds out before hours of training whether the result can be written.
   * @throws LintelError OUTPUT_UNWRITABLE; also where `path` is there and isn't a model or `overwrite` is false
   */
  async prepare(overwrite: boolean): Promise<void> {
    const present: string[] = await readdir(this.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw outputError(this.path, error);
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
    try {
      await mkdir(this.staged, { recursive: true });
      await access(this.staged, constants.W_OK);
    } catch (error) {
      throw outputError(this.path, error);
    }
  }

  /** Writes the ONNX file into the working folder. */
  async stageOnnx(file: string, bytes: Uint8Array): Promise<{ file: string; sha256: string; bytes: number }> {
    await writeFileAtomically(join(this.staged, file), [bytes]);
    return { file, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
  }

  async stageManifest(manifest: ModelManifest): Promise<void> {
    const text = JSON.stringify(modelManifestSchema.parse(manifest), null, 2);
    await writeFileAtomically(join(this.staged, MANIFEST_FILE), [Buffer.from(`${text}\n`)]);
  }

  /** Puts the staged model in its place; a model that was there stays until the new one stands. */
  async publish(): Promise<void> {
    const replaced = join(this.work, 'replaced');
    try {
      await rename(this.path, replaced).catch(ignoreMissing);
      await rename(this.staged, this.path);
    } catch (error) {
      throw outputError(this.path, error);
    }
    await this.discardWork();
  }

  async discardWork(): Promise<void> {
    await rm(this.work, { recursive: true, force: true });
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
