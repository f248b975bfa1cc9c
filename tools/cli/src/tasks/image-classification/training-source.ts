import { basename, resolve } from 'node:path';
import { type DatasetFindings, type DatasetSplits, type ImagePreprocessor } from '@lintel/contracts';
import { type CommandContext } from '../../command-context';
import { writeTrainingPictures } from './training-pictures';
import { openPacked, type PackedPictures, preparePacked } from './packed-pictures';
import { addGroups, type GroupedFolder, type GroupingOptions } from './picture-table';
import { decodePictures, findPictures, type PictureOptions } from '../pictures/pictures';
import { splitPictures, type SplitOptions, type SplitPictures } from './split-pictures';

type SourceOptions = PictureOptions & GroupingOptions & SplitOptions;

/** The pictures of a training before they are decoded: packed in files such as those of CIFAR-10, or a folder. */
export type TrainingSource =
  | { readonly packed: PackedPictures; readonly folder: null }
  | { readonly packed: null; readonly folder: GroupedFolder };

/** @throws LintelError of `openPacked`, `findPictures` and `addGroups` */
export async function findTrainingSource(options: SourceOptions, context: CommandContext): Promise<TrainingSource> {
  const packed = await openPacked(options.data);
  if (packed) return { packed, folder: null };
  return { packed: null, folder: await addGroups(await findPictures(options, context), options, context) };
}

/**
 * Decodes the pictures for a model, reports what is wrong with them, and splits them.
 * @throws LintelError of `preparePacked`, `decodePictures` and `splitPictures`
 */
export async function readTrainingSource(
  { packed, folder }: TrainingSource,
  preprocessor: ImagePreprocessor,
  options: SourceOptions,
  context: CommandContext,
): Promise<SplitPictures> {
  if (packed) {
    const prepared = await preparePacked(packed, preprocessor, context);
    return splitPictures(prepared, { root: packed.root, givenBy: null }, options, context);
  }
  return splitPictures(await decodePictures(folder, preprocessor, options, context), folder, options, context);
}

/** Writes into a new model folder which pictures are in which part; packed pictures have no files to name. */
export async function writeTrainingSource(
  staged: string,
  { folder }: TrainingSource,
  pictures: SplitPictures,
  { seed, validation, test }: SourceOptions,
): Promise<void> {
  if (!folder) return;
  const split = { seed, validation, test, by: pictures.splitBy };
  await writeTrainingPictures(staged, { root: folder.root, ...pictures, split });
}

/** The dataset that a recipe is given. */
export interface TrainingDataset {
  readonly name: string;
  readonly train: DatasetSplits['train'];
  /** Absent if no picture is in that part. */
  readonly validation?: DatasetSplits['validation'];
  readonly test: DatasetSplits['test'];
  readonly findings: DatasetFindings;
}

export function trainingDataset(data: string, { splits, findings }: SplitPictures): TrainingDataset {
  const { train, validation, test } = splits;
  return { name: basename(resolve(data)), train, ...(validation.size > 0 ? { validation } : {}), test, findings };
}
