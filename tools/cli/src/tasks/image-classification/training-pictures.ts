import { readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { hashesAsText, type DatasetPart, type HashedDataset, type PictureEntry } from '@lintel/datasets';
import { z } from 'zod';
import { PICTURES_FILE } from './pictures-file';

const trainingPicturesSchema = z.object({
  formatVersion: z.literal(1),
  /** Absolute folder of the pictures. */
  folder: z.string(),
  split: z.object({ seed: z.int(), validation: z.number(), test: z.number(), by: z.enum(['random', 'group', 'time']) }),
  classNames: z.array(z.string()).min(2),
  pictures: z
    .array(
      z.object({
        /** Relative to the folder, separated by `/`. */
        path: z.string(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        className: z.string(),
        part: z.enum(['train', 'validation', 'test']),
      }),
    )
    .min(1),
});
export type TrainingPictures = z.infer<typeof trainingPicturesSchema>;

export interface SplitPictures {
  /** The folder of the pictures. */
  readonly root: string;
  readonly dataset: HashedDataset;
  /** Picture i is example i of the dataset. */
  readonly entries: readonly PictureEntry[];
  /** The examples of each part. */
  readonly indices: Record<DatasetPart, Int32Array>;
  readonly split: TrainingPictures['split'];
}

/** Writes into a new model folder which pictures are in which part of the split. */
export async function writeTrainingPictures(
  staged: string,
  { root, dataset, entries, indices, split }: SplitPictures,
): Promise<void> {
  const parts = new Map<number, DatasetPart>();
  for (const [part, own] of Object.entries(indices)) {
    for (const index of own) parts.set(index, part as DatasetPart);
  }
  // Hash of the bytes that were decoded: a file may have changed since.
  const hashes = hashesAsText(dataset.exampleHashes);
  const pictures = entries.map(({ path, className }, index): TrainingPictures['pictures'][number] => ({
    path: relative(root, path).split(sep).join('/'),
    sha256: hashes[index]!,
    className,
    part: parts.get(index)!,
  }));
  const { classNames } = dataset;
  const content: TrainingPictures = { formatVersion: 1, folder: root, split, classNames: [...classNames], pictures };
  await writeFile(join(staged, PICTURES_FILE), `${JSON.stringify(content)}\n`);
}

/**
 * @returns null if the model folder does not record it
 * @throws LintelError ARTIFACT_CORRUPT
 */
export async function readTrainingPictures(model: string): Promise<TrainingPictures | null> {
  const file = join(model, PICTURES_FILE);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return trainingPicturesSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new LintelError('ARTIFACT_CORRUPT', {
      problem: `${file} does not record which pictures the model was trained on.`,
      cure: 'Copy the model folder again from its source, or register it with --no-data.',
      cause,
    });
  }
}

/**
 * The path of each picture, and their total size in bytes.
 * @param data a folder other than that of the training
 * @throws LintelError NOT_FOUND naming the first missing one
 */
export async function locatePictures(
  { folder, pictures }: TrainingPictures,
  data: string | undefined,
): Promise<{ root: string; paths: readonly string[]; bytes: number }> {
  const root = resolve(data ?? folder);
  const paths = pictures.map(({ path }) => join(root, path));
  const missing: string[] = [];
  let bytes = 0;
  for (const path of paths) {
    const size = await stat(path).then(
      (found) => found.size,
      () => null,
    );
    if (size === null) missing.push(path);
    else bytes += size;
  }
  if (missing.length === 0) return { root, paths, bytes };
  throw new LintelError('NOT_FOUND', {
    problem: `${missing.length} of the ${paths.length} pictures that the model was trained on are missing.`,
    expected: missing[0]!,
    received: `no such file in ${root}`,
    cure: 'Name their current folder with --data DIR, or register the model without its pictures with --no-data.',
  });
}
