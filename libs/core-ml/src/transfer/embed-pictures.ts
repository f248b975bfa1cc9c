import { createHash } from 'node:crypto';
import { type Dataset, type ImagePreprocessor, LintelError } from '@lintel/contracts';
import { type BackboneManifest } from '../backbones/backbone-manifest';
import { GraphSession } from '../backbones/graph-session';
import { throwIfCancelled } from '../inference/cancellation';
import { decodePicture } from '../preprocessing/decode-picture';
import { normalisePixels } from '../preprocessing/normalisation';
import { type PictureLimits } from '../preprocessing/open-picture';
import { type EmbeddingCache } from './embedding-cache';

/** Small enough that the maps of a batch stay in the processor's cache. */
const BATCH_SIZE = 8;

/** Pictures by index, each in its encoded form or as pixels. */
export interface PictureSource {
  readonly size: number;
  /** Copies the pixels of one picture, uint8 [height, width, 3] of the preprocessor, into `target`. */
  readonly read: (index: number, target: Uint8Array) => Promise<void> | void;
  /** SHA-256 (hex) of the picture's file, if known; a picture without it is never cached. */
  readonly sha256?: (index: number) => Promise<string | undefined> | string | undefined;
}

export interface EmbedOptions {
  readonly cache?: EmbeddingCache | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/** A backbone that turns pictures into vectors. */
export class PictureEmbedder {
  private constructor(
    readonly backbone: BackboneManifest,
    private readonly session: GraphSession,
  ) {}

  /** @throws LintelError MODEL_INVALID */
  static async open(
    { manifest, onnx }: { readonly manifest: BackboneManifest; readonly onnx: Uint8Array },
    options: { readonly threads?: number } = {},
  ): Promise<PictureEmbedder> {
    return new PictureEmbedder(manifest, await GraphSession.open(onnx, options));
  }

  /** Values of one vector. */
  get size(): number {
    return this.backbone.onnx.features.size;
  }

  /**
   * Embeds pictures, in order. While the network runs on a batch, the next one is decoded.
   * @returns float32 [pictures, size]
   * @throws LintelError of the first picture that can't be read; CANCELLED, MODEL_INVALID
   */
  async embed(source: PictureSource, { cache, signal, onProgress }: EmbedOptions = {}): Promise<Float32Array> {
    const result = new Float32Array(source.size * this.size);
    const missing: number[] = [];
    for (let index = 0; index < source.size; index++) {
      const known = await cache?.read(await source.sha256?.(index), this.size);
      if (known) result.set(known, index * this.size);
      else missing.push(index);
    }
    let done = source.size - missing.length;
    if (done > 0) onProgress?.(done, source.size);
    let next = this.read(source, missing.slice(0, BATCH_SIZE));
    for (let start = 0; start < missing.length; start += BATCH_SIZE) {
      throwIfCancelled(signal);
      const batch = missing.slice(start, start + BATCH_SIZE);
      const inputs = await next;
      next = this.read(source, missing.slice(start + BATCH_SIZE, start + 2 * BATCH_SIZE));
      // Reported when it is awaited; until then it must not count as unhandled.
      next.catch(() => undefined);
      const vectors = await this.run(inputs, batch.length);
      for (const [at, index] of batch.entries()) {
        const vector = vectors.subarray(at * this.size, (at + 1) * this.size);
        result.set(vector, index * this.size);
        await cache?.write(await source.sha256?.(index), vector);
      }
      done += batch.length;
      onProgress?.(done, source.size);
    }
    return result;
  }

  /**
   * @param inputs float32 [size, height, width, 3], normalised
   * @returns float32 [size, features]
   * @throws LintelError MODEL_INVALID (an answer is not finite)
   */
  async run(inputs: Float32Array, size: number): Promise<Float32Array> {
    const { preprocessor, onnx } = this.backbone;
    const shape = [size, preprocessor.height, preprocessor.width, preprocessor.channels];
    const { [onnx.features.name]: vectors } = await this.session.run({ [onnx.input]: { values: inputs, shape } }, [
      onnx.features.name,
    ]);
    if (vectors!.every(Number.isFinite)) return vectors!;
    throw new LintelError('MODEL_INVALID', {
      problem: `The backbone "${this.backbone.name}" gives features that are not finite.`,
      expected: 'finite numbers',
      received: 'NaN or infinity',
      cure: 'Check how it wants its pictures normalised, or choose another backbone.',
    });
  }

  /** Frees the backbone. */
  async close(): Promise<void> {
    await this.session.close();
  }

  private async read(source: PictureSource, indices: readonly number[]): Promise<Float32Array> {
    const { preprocessor } = this.backbone;
    const size = preprocessor.height * preprocessor.width * preprocessor.channels;
    const inputs = new Float32Array(indices.length * size);
    const readOne = async (index: number, at: number): Promise<void> => {
      const pixels = new Uint8Array(size);
      await source.read(index, pixels);
      normalisePixels(pixels, preprocessor, inputs, at * size);
    };
    await Promise.all(indices.map(readOne));
    return inputs;
  }
}

/**
 * Encoded pictures as a source.
 * @param open returns the bytes of one picture
 */
export function encodedPictures(
  size: number,
  open: (index: number) => Promise<Uint8Array> | Uint8Array,
  preprocessor: ImagePreprocessor,
  limits: PictureLimits = {},
): PictureSource {
  const hashes = new Map<number, string>();
  return {
    size,
    read: async (index, target) => target.set((await decodePicture(await open(index), preprocessor, limits)).pixels),
    sha256: async (index) => {
      const known =
        hashes.get(index) ??
        createHash('sha256')
          .update(await open(index))
          .digest('hex');
      hashes.set(index, known);
      return known;
    },
  };
}

/** Decoded pictures as a source. */
export function datasetPictures(dataset: Dataset): PictureSource {
  const { size, exampleHashes } = dataset;
  return {
    size,
    read: (index, target) => dataset.read([index], target),
    sha256: (index) =>
      exampleHashes && Buffer.from(exampleHashes.subarray(32 * index, 32 * (index + 1))).toString('hex'),
  };
}
