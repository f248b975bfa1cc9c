import { LintelError, type Dataset, type DatasetSplits, type DatasetVersion, sizeOfShape } from '@lintel/contracts';
import { decodePicture, withBackground } from '@lintel/core-ml';
import { decodingPreprocessor, type PicturePreprocessing } from '@lintel/core-ml/training';
import {
  concatDatasets,
  MemoryDataset,
  repeatExamples,
  splitDataset,
  subset,
  type LabelledExample,
  type LabelledPictures,
} from '@lintel/data';
import { type Platform } from '../platform/platform';
import { type TrainableModel } from './trainable-model';

export interface AssembledDataset extends DatasetSplits {
  readonly version: DatasetVersion;
  close(): void;
}

export interface AssembleOptions {
  /** Absent: the newest; a new one is made where labels have come since. */
  readonly versionId?: string | undefined;
  /** Most training examples; the other parts stay whole. */
  readonly examples?: number | undefined;
  readonly pictures: Pick<LabelledPictures, 'get'>;
  readonly cacheDir: string;
  readonly createdBy: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/**
 * The data of a model: what it is built on, and what people labelled. A labelled picture is in the test part or the
 * training part by its own hash, so it never wanders from one to the other. Pictures of subjects who were erased since
 * the version was made are left out, and the log says how many.
 * @throws LintelError NOT_FOUND; DATASET_INVALID where the base is another than that of the version
 */
export async function assembleDataset(
  model: TrainableModel,
  platform: Pick<Platform, 'datasets' | 'labels'>,
  { versionId, examples, pictures, cacheDir, createdBy, signal, log }: AssembleOptions,
): Promise<AssembledDataset> {
  const { preprocessing, split, seed } = model.pipeline;
  const opened = await model.base.open({ cacheDir, signal });
  const base = withBackground(opened, preprocessing);
  const parts = splitDataset(base, { ...split, seed });
  const version =
    versionId === undefined
      ? await newestVersion(model, platform, base, parts, createdBy)
      : await platform.datasets.get(versionId);
  checkBase(version, base);

  const items = await platform.datasets.items(version.id);
  const { kept, erased, unreadable } = await readPictures(items, pictures, preprocessing);
  if (erased > 0) log(`${erased} labelled pictures are left out: their subjects were erased`);
  if (unreadable.length > 0) log(describeUnreadable(unreadable));
  const [train, test] = (['train', 'test'] as const).map((part) => labelledDataset(kept, part, base));
  const fewer = examples === undefined ? parts.train : some(parts.train, examples);
  return {
    version,
    train: train === undefined ? fewer : concatDatasets(fewer, repeatExamples(train, model.labelRepeats)),
    validation: parts.validation,
    test: test === undefined ? parts.test : concatDatasets(parts.test, test),
    close: () => opened.close(),
  };
}

async function newestVersion(
  model: TrainableModel,
  { datasets, labels }: Pick<Platform, 'datasets' | 'labels'>,
  base: Dataset,
  parts: DatasetSplits,
  createdBy: string,
): Promise<DatasetVersion> {
  const inForce = await labels.newest(model.name);
  const { name, licence, source } = model.base;
  // The same content gives the version that is there.
  return datasets.create({
    modelName: model.name,
    base: { name, contentHash: base.contentHash, licence, source },
    baseCounts: {
      train: countClasses(parts.train),
      validation: countClasses(parts.validation),
      test: countClasses(parts.test),
    },
    classNames: base.classNames,
    split: { seed: model.pipeline.seed, validation: model.pipeline.split.validation, test: model.pipeline.split.test },
    labels: inForce.filter(({ className }) => className !== null && base.classNames.includes(className)),
    createdBy,
  });
}

function checkBase({ number, base: expected }: DatasetVersion, base: Dataset): void {
  if (expected.contentHash === base.contentHash) return;
  throw new LintelError('DATASET_INVALID', {
    problem: `Dataset version ${number} was made of other examples than are here.`,
    expected: `${expected.name}, SHA-256 ${expected.contentHash}`,
    received: `SHA-256 ${base.contentHash}`,
    cure: 'Train on the newest version, or bring back the examples of then.',
  });
}

interface LabelledPixels {
  readonly item: LabelledExample;
  readonly pixels: Uint8Array;
}

/** A labelled picture that can't be decoded, and why. */
interface UnreadableLabel {
  readonly sha256: string;
  readonly problem: string;
}

/** @returns those that can be decoded; one that can't leaves the others in the dataset */
async function readPictures(
  items: readonly LabelledExample[],
  pictures: Pick<LabelledPictures, 'get'>,
  preprocessing: PicturePreprocessing,
): Promise<{ kept: LabelledPixels[]; erased: number; unreadable: UnreadableLabel[] }> {
  const preprocessor = decodingPreprocessor(preprocessing);
  const kept: LabelledPixels[] = [];
  const unreadable: UnreadableLabel[] = [];
  let erased = 0;
  for (const item of items) {
    const picture = await pictures.get(item.pictureSha256).catch(nullIfErased);
    if (picture === null) {
      erased++;
      continue;
    }
    try {
      kept.push({ item, pixels: (await decodePicture(picture, preprocessor)).pixels });
    } catch (error) {
      if (!(error instanceof LintelError)) throw error;
      unreadable.push({ sha256: item.pictureSha256, problem: error.problem });
    }
  }
  return { kept, erased, unreadable };
}

const NAMED = 3;

function describeUnreadable(unreadable: readonly UnreadableLabel[]): string {
  const named = unreadable.slice(0, NAMED).map(({ sha256, problem }) => `${sha256.slice(0, 12)}: ${problem}`);
  const more = unreadable.length > NAMED ? ` And ${unreadable.length - NAMED} more.` : '';
  return `${unreadable.length} labelled pictures are left out because they cannot be decoded. ${named.join(' ')}${more}`;
}

function nullIfErased(error: unknown): null {
  if (error instanceof LintelError && error.code === 'SUBJECT_ERASED') return null;
  throw error;
}

function labelledDataset(
  kept: readonly LabelledPixels[],
  part: 'train' | 'test',
  { exampleShape, classNames }: Dataset,
): Dataset | undefined {
  const chosen = kept.filter(({ item }) => item.part === part);
  if (chosen.length === 0) return undefined;
  const size = sizeOfShape(exampleShape);
  const data = new Uint8Array(chosen.length * size);
  for (const [index, { pixels }] of chosen.entries()) data.set(pixels, index * size);
  const labels = chosen.map(({ item }) => classNames.indexOf(item.className));
  return new MemoryDataset({ data, exampleShape, labels, classNames });
}

/** Taken evenly over all of them, so that every class keeps its share where they lie class after class. */
function some(dataset: Dataset, most: number): Dataset {
  if (most >= dataset.size) return dataset;
  return subset(
    dataset,
    Int32Array.from({ length: most }, (_, at) => Math.floor((at * dataset.size) / most)),
  );
}

function countClasses({ labels, classNames }: Dataset): Record<string, number> {
  const counts = Object.fromEntries(classNames.map((name) => [name, 0]));
  for (const label of labels) counts[classNames[label]!]!++;
  return counts;
}
