import {
  LintelError,
  type Dataset,
  type DatasetSplits,
  type DatasetVersion,
  type ImagePreprocessor,
} from '@lintel/contracts';
import { decodingPreprocessor, type Pipeline } from '@lintel/core-ml/training';
import { concatDatasets, repeatExamples, subset, type LabelledPictures } from '@lintel/data';
import { type Platform } from '../platform/platform';
import { chooseLabels } from './label-classes';
import { labelledDatasets, type LabelledDatasets } from './labelled-examples';
import { openOwnBase, openStoredBase, type TrainingBase } from './training-base';
import { type TrainableModel } from './trainable-model';

export interface AssembledDataset {
  readonly version: DatasetVersion;
  /** How a model is trained on this data. */
  readonly pipeline: Pipeline;
  /** @param examples most training examples of the base; the other parts stay whole */
  splits(pipeline: Pipeline, examples?: number): Promise<DatasetSplits>;
  /** The test pictures, once for each preprocessor: the same examples in the same order. */
  tests(preprocessors: readonly ImagePreprocessor[]): Promise<Dataset[]>;
  close(): void;
}

export interface AssembleOptions {
  /** Absent: a new version is made where labels have come since the newest. */
  readonly versionId?: string | undefined;
  /** The model version whose base is taken where `versionId` is absent; null: the vertical's own base. */
  readonly likeModelVersion: string | null;
  readonly pictures: Pick<LabelledPictures, 'get'>;
  readonly cacheDir: string;
  readonly createdBy: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/**
 * The data of a model: the pictures it is built on, and those that people labelled. A labelled picture is in the test
 * part or the training part by its own hash, so it never moves from one to the other. Pictures of subjects who were
 * erased since the version was made are left out, and the log says how many.
 * @throws LintelError NOT_FOUND; DATASET_INVALID where the base is another than that of the version
 */
export async function assembleDataset(
  model: TrainableModel,
  platform: Pick<Platform, 'artifacts' | 'registry' | 'datasets' | 'labels'>,
  options: AssembleOptions,
): Promise<AssembledDataset> {
  const { pictures, cacheDir, signal } = options;
  const log = once(options.log);
  const given = options.versionId === undefined ? null : await platform.datasets.get(options.versionId);
  const stored = given === null ? await storedBaseOf(platform, options.likeModelVersion) : given.base;
  const base = stored?.stored
    ? await openStoredBase(model, platform, stored)
    : await openOwnBase(model, { cacheDir, signal });
  const version = given ?? (await newestVersion(model, platform, base, options));
  checkBase(version, base);
  const { classNames } = version;
  const how = { classNames, cacheDir, signal };

  const items = await platform.datasets.items(version.id);
  const labelled = async (part: 'train' | 'test', preprocessors: readonly ImagePreprocessor[]) => {
    const chosen = items.filter((item) => item.part === part);
    const found = await labelledDatasets(chosen, pictures, preprocessors, classNames);
    tellOfLost(found, part, log);
    return found.datasets;
  };
  const tests = async (preprocessors: readonly ImagePreprocessor[]): Promise<Dataset[]> => {
    const added = await labelled('test', preprocessors);
    const datasets: Dataset[] = [];
    for (const [at, preprocessor] of preprocessors.entries()) {
      const test = await base.prepare('test', preprocessor, how);
      datasets.push(added === undefined ? test : joined(test, added[at]!));
    }
    return datasets;
  };
  return {
    version,
    pipeline: base.pipeline,
    tests,
    async splits({ preprocessing }, examples) {
      const preprocessor = decodingPreprocessor(preprocessing);
      const train = await base.prepare('train', preprocessor, how);
      const [added] = (await labelled('train', [preprocessor])) ?? [];
      const [test] = await tests([preprocessor]);
      const fewer = examples === undefined ? train : some(train, examples);
      return {
        train: added === undefined ? fewer : joined(fewer, repeatExamples(added, model.labelRepeats)),
        validation: await base.prepare('validation', preprocessor, how),
        test: test!,
      };
    },
    close: () => base.close(),
  };
}

/** What the data of a model version are built on; null where the vertical's own base is meant. */
async function storedBaseOf(
  { registry, datasets }: Pick<Platform, 'registry' | 'datasets'>,
  modelVersionId: string | null,
): Promise<DatasetVersion['base'] | null> {
  if (modelVersionId === null) return null;
  const { datasetVersionId } = await registry.version(modelVersionId);
  return datasetVersionId === null ? null : (await datasets.get(datasetVersionId)).base;
}

async function newestVersion(
  model: TrainableModel,
  { registry, datasets, labels }: Pick<Platform, 'registry' | 'datasets' | 'labels'>,
  base: TrainingBase,
  { createdBy, log }: Pick<AssembleOptions, 'createdBy' | 'log'>,
): Promise<DatasetVersion> {
  const { champion } = await registry.aliases(model.name);
  const championClasses = champion === null ? [] : (await registry.version(champion)).manifest.classNames;
  const chosen = chooseLabels(await labels.newest(model.name), base.classNames, championClasses);
  for (const line of chosen.leftOut) log(line);
  const { seed, split } = model.pipeline;
  // The same content gives the version that is there.
  return datasets.create({
    modelName: model.name,
    base: base.description,
    baseCounts: base.counts,
    classNames: chosen.classNames,
    split: { seed, validation: split.validation, test: split.test },
    labels: chosen.labels,
    createdBy,
  });
}

function checkBase({ number, base: expected }: DatasetVersion, { description }: TrainingBase): void {
  if (expected.contentHash === description.contentHash) return;
  throw new LintelError('DATASET_INVALID', {
    problem: `Dataset version ${number} was made of other examples than are here.`,
    expected: `${expected.name}, SHA-256 ${expected.contentHash}`,
    received: `SHA-256 ${description.contentHash}`,
    cure: 'Train on the newest version, or restore the examples that the version was made of.',
  });
}

const NAMED = 3;

function tellOfLost({ gone, unreadable }: LabelledDatasets, part: string, log: (line: string) => void): void {
  if (gone > 0) {
    log(`${gone} labelled pictures are left out of the ${part} part: their subjects were erased, or they expired`);
  }
  if (unreadable.length === 0) return;
  const named = unreadable.slice(0, NAMED).map(({ sha256, problem }) => `${sha256.slice(0, 12)}: ${problem}`);
  const more = unreadable.length > NAMED ? ` And ${unreadable.length - NAMED} more.` : '';
  log(`${unreadable.length} labelled pictures are left out because they cannot be decoded. ${named.join(' ')}${more}`);
}

/** The test pictures are read for the training and for the judgement: what is lost is said once. */
function once(log: (line: string) => void): (line: string) => void {
  const told = new Set<string>();
  return (line) => {
    if (!told.has(line)) log(line);
    told.add(line);
  };
}

/** A base may have no example in a part. */
const joined = (base: Dataset, labelled: Dataset): Dataset =>
  base.size === 0 ? labelled : concatDatasets(base, labelled);

/** Taken evenly over all of them, so that every class keeps its share where they lie class after class. */
function some(dataset: Dataset, most: number): Dataset {
  if (most >= dataset.size) return dataset;
  return subset(
    dataset,
    Int32Array.from({ length: most }, (_, at) => Math.floor((at * dataset.size) / most)),
  );
}
