import { LintelError, type Dataset, type DatasetSplits, type DatasetVersion } from '@lintel/contracts';
import { decodePicture, withBackground } from '@lintel/core-ml';
import { decodingPreprocessor, type PicturePreprocessing } from '@lintel/core-ml/training';
import {
  concatDatasets,
  MemoryDataset,
  repeatExamples,
  splitDataset,
  subset,
  type ArtifactStore,
  type LabelledExample,
} from '@lintel/data';
import { pictureKey } from '../platform/picture-key';
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
  readonly cacheDir: string;
  readonly createdBy: string;
  readonly signal: AbortSignal;
}

/**
 * The data of a model: what it is built on, and what people labelled. A labelled picture is in the test part or the
 * training part by its own hash, so it never wanders from one to the other.
 * @throws LintelError NOT_FOUND; DATASET_INVALID where the base is another than that of the version
 */
export async function assembleDataset(
  model: TrainableModel,
  platform: Pick<Platform, 'datasets' | 'labels' | 'artifacts'>,
  { versionId, examples, cacheDir, createdBy, signal }: AssembleOptions,
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
  const labelled = async (part: 'train' | 'test'): Promise<Dataset | undefined> => {
    const chosen = items.filter((item) => item.part === part);
    return chosen.length === 0 ? undefined : readLabelled(chosen, base, preprocessing, platform.artifacts);
  };
  const [train, test] = await Promise.all([labelled('train'), labelled('test')]);
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

async function readLabelled(
  items: readonly LabelledExample[],
  { exampleShape, classNames }: Dataset,
  preprocessing: PicturePreprocessing,
  artifacts: ArtifactStore,
): Promise<Dataset> {
  const size = exampleShape.reduce((product, length) => product * length, 1);
  const data = new Uint8Array(items.length * size);
  const preprocessor = decodingPreprocessor(preprocessing);
  for (const [index, { pictureSha256 }] of items.entries()) {
    const { pixels } = await decodePicture(await artifacts.get(pictureKey(pictureSha256)), preprocessor);
    data.set(pixels, index * size);
  }
  const labels = items.map(({ className }) => classNames.indexOf(className));
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
