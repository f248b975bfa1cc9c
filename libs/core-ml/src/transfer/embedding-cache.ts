import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type BackboneManifest } from '../backbones/backbone-manifest';

const CHECK_BYTES = 4;

/**
 * Vectors of pictures that were embedded before, one file each, by the SHA-256 of the picture, of the backbone and of
 * its preprocessing. A vector that is missing, damaged or can't be written is only computed again.
 */
export class EmbeddingCache {
  private readonly folder: string;

  /** @param folder such as `embeddings` in the cache; need not exist */
  constructor(folder: string, { onnx, preprocessor }: Pick<BackboneManifest, 'onnx' | 'preprocessor'>) {
    const key = createHash('sha256').update(JSON.stringify([onnx.sha256, onnx.features.name, preprocessor]));
    this.folder = join(folder, key.digest('hex').slice(0, 32));
  }

  /** @returns float32 [size], or undefined if it is not known */
  async read(sha256: string | undefined, size: number): Promise<Float32Array | undefined> {
    if (sha256 === undefined) return undefined;
    const bytes = await readFile(this.#file(sha256)).catch(() => undefined);
    if (bytes?.length !== 4 * size + CHECK_BYTES) return undefined;
    const values = bytes.subarray(0, 4 * size);
    if (bytes.readUInt32LE(4 * size) !== crc32(values)) return undefined;
    return new Float32Array(Uint8Array.from(values).buffer);
  }

  async write(sha256: string | undefined, vector: Float32Array): Promise<void> {
    if (sha256 === undefined) return;
    const file = this.#file(sha256);
    const values = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
    const check = Buffer.alloc(CHECK_BYTES);
    check.writeUInt32LE(crc32(values));
    const aside = `${file}.${randomUUID()}.part`;
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(aside, Buffer.concat([values, check]));
      await rename(aside, file);
    } catch {
      await rm(aside, { force: true }).catch(() => undefined);
    }
  }

  #file(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), `${sha256}.f32`);
  }
}
