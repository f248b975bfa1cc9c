import { LintelError, type DatasetVersion } from '@lintel/contracts';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ArtifactStore } from '../artifacts/artifact-store';

const basePictureSchema = z.object({
  /** SHA-256 (hex) of the original file. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  className: z.string(),
  part: z.enum(['train', 'validation', 'test']),
});
const pictureBaseSchema = z.object({
  formatVersion: z.literal(1),
  classNames: z.array(z.string()).min(2),
  pictures: z.array(basePictureSchema).min(1),
});

/** A picture of a base, and the part of the split it belongs to in every version. */
export type BasePicture = z.infer<typeof basePictureSchema>;

/** The data a model was first trained on: pictures of a folder with their classes. */
export interface PictureBase {
  readonly classNames: readonly string[];
  readonly pictures: readonly BasePicture[];
}

export interface PutPicturesOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** Number of pictures read and written concurrently. */
const AT_ONCE = 8;

/**
 * The bases of dataset versions. Each picture is the artefact `bases/pictures/<hash>`, shared between bases; the list
 * of a base is `bases/<hash>.json`. Both are immutable.
 */
export class BasePictures {
  constructor(private readonly artifacts: ArtifactStore) {}

  /**
   * Stores the missing pictures, then the list. An interrupted call continues where it stopped.
   * @param read reads the file of the picture at that index of the list
   * @returns the content hash of the base, and the number of new pictures and bytes
   * @throws LintelError DATASET_INVALID (a file does not match the list), CANCELLED, and like `ArtifactStore.put`
   */
  async put(
    base: PictureBase,
    read: (index: number) => Promise<Buffer>,
    { signal, onProgress }: PutPicturesOptions = {},
  ): Promise<{ contentHash: string; added: number; addedBytes: number }> {
    const total = base.pictures.length;
    let [done, added, addedBytes] = [0, 0, 0];
    const taken = new Set<string>();
    await eachAtOnce(total, async (index) => {
      if (signal?.aborted) throw cancelled();
      const { sha256 } = base.pictures[index]!;
      const picture = await read(index);
      const found = hashOf(picture);
      if (found !== sha256) throw changed(index, sha256, found);
      const isFirst = !taken.has(sha256);
      taken.add(sha256);
      if (isFirst && !(await this.artifacts.has(pictureKey(sha256)))) {
        await this.artifacts.put(pictureKey(sha256), picture);
        added++;
        addedBytes += picture.length;
      }
      onProgress?.({ done: ++done, total });
    });
    const contentHash = baseHashOf(base);
    const { classNames, pictures } = base;
    await this.artifacts.put(
      listKey(contentHash),
      Buffer.from(JSON.stringify({ formatVersion: 1, classNames, pictures })),
    );
    return { contentHash, added, addedBytes };
  }

  /** @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT */
  async list(contentHash: string): Promise<PictureBase> {
    const base = parseBase(await this.artifacts.get(listKey(contentHash)));
    if (base !== undefined && baseHashOf(base) === contentHash) return base;
    throw new LintelError('ARTIFACT_CORRUPT', {
      problem: 'The list of pictures of a dataset does not match the stored one.',
      expected: `${listKey(contentHash)}, with the hash ${contentHash}`,
      received: base === undefined ? 'a file that is not a list of pictures' : `the hash ${baseHashOf(base)}`,
      cure: 'Restore the file from a backup of the artefact store, or register the model again with its pictures.',
    });
  }

  /** @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT */
  async picture(sha256: string): Promise<Buffer> {
    const picture = await this.artifacts.get(pictureKey(sha256));
    const found = hashOf(picture);
    if (found === sha256) return picture;
    throw new LintelError('ARTIFACT_CORRUPT', {
      problem: 'A picture of a dataset does not match the stored one.',
      expected: `${pictureKey(sha256)}, with that SHA-256`,
      received: `SHA-256 ${found}`,
      cure: 'Restore the file from a backup of the artefact store, or register the model again with its pictures.',
    });
  }
}

/** SHA-256 (hex) over classes and pictures; file names are not included. */
export function baseHashOf({ classNames, pictures }: PictureBase): string {
  const content = pictures.map(({ sha256, className, part }) => [sha256, className, part]);
  return hashOf(JSON.stringify([classNames, content]));
}

/** Number of pictures by part and class. */
export function baseCountsOf({ classNames, pictures }: PictureBase): DatasetVersion['counts'] {
  const none = (): Record<string, number> => Object.fromEntries(classNames.map((name) => [name, 0]));
  const counts = { train: none(), validation: none(), test: none() };
  for (const { part, className } of pictures) counts[part][className] = (counts[part][className] ?? 0) + 1;
  return counts;
}

const listKey = (contentHash: string): string => `bases/${contentHash}.json`;
const pictureKey = (sha256: string): string => `bases/pictures/${sha256.slice(0, 2)}/${sha256}`;
const hashOf = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

function parseBase(bytes: Buffer): PictureBase | undefined {
  try {
    return pictureBaseSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}

async function eachAtOnce(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  // The first failure stops the run: the other workers find nothing left to do.
  const workers = Array.from({ length: Math.min(AT_ONCE, count) }, () =>
    worker().catch((error: unknown) => {
      next = count;
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(workers);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

const cancelled = (): LintelError =>
  new LintelError('CANCELLED', {
    problem: 'Storing the pictures was cancelled.',
    cure: 'Run the command again; it continues with the pictures that are missing.',
    retryable: true,
  });

const changed = (index: number, expected: string, received: string): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `Picture ${index + 1} of the dataset is not the one that the model was trained on.`,
    expected: `SHA-256 ${expected}`,
    received: `SHA-256 ${received}`,
    cure: 'Restore the picture, or retrain the model on the current pictures.',
  });
