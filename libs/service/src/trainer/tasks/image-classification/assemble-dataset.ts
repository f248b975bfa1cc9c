import {
  LintelError,
  type Dataset,
  type DatasetSplits,
  type DatasetVersion,
  type ImagePreprocessor,
} from '@lintel/contracts';
import { evenlySpaced } from '@lintel/core-ml';
import { type LabelledPictures } from '@lintel/data';
import { concatDatasets, repeatExamples, subset } from '@lintel/datasets';
import { type Platform } from '../../../platform/platform';
import { chooseLabels } from '../classification/label-classes';
import { labelledDatasets, type LabelledDatasets } from './labelled-examples';
import { pictureManifest } from './picture-manifest';
import { hasPretrained, openPretrainedBase, pretrainedHash } from './pretrained-base';
import { type Recipe } from './recipe';
import { openOwnBase, openStoredBase, type TrainingBase } from './training-base';
import { type TrainablePictures } from './trainable-pictures';

export interface AssembledDataset {
  readonly version: DatasetVersion;
  /** How a model is trained on this data. */
  readonly recipe: Recipe;
  /** @param examples maximum training examples from the base; the other splits stay complete */
  splits(preprocessor: ImagePreprocessor, examples?: number): Promise<DatasetSplits>;
  /** The test pictures, once per preprocessor: the same examples in the same order. */
  tests(preprocessors: readonly ImagePreprocessor[]): Promise<Dataset[]>;
  close(): void;
}

export interface AssembleOptions {
  /** If absent, a new version is created if there are labels newer than the latest version. */
  readonly versionId?: string | undefined;
  /** The model version whose base is used if `versionId` is absent; null for the vertical's base. */
  readonly likeModelVersion: string | null;
  readonly pictures: Pick<LabelledPictures, 'get'>;
  readonly cacheDir: string;
  /** Folder of the backbones that were added to this machine. */
  readonly backboneDir: string;
  readonly createdBy: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/**
 * Assembles the data of a model: its base pictures and the labelled ones. A labelled picture is in the test split or
 * the training split by its hash, so it never moves from one to the other. Pictures of subjects who were erased since
 * the version was created are left out, and the log reports how many.
 * @throws LintelError NOT_FOUND; DATASET_INVALID if the base differs from that of the version
 */
export async function assembleDataset(
  model: TrainablePictures,
  platform: Pick<Platform, 'artifacts' | 'registry' | 'datasets' | 'labels'>,
  options: AssembleOptions,
): Promise<AssembledDataset> {
  const { pictures, cacheDir, signal } = options;
  const log = once(options.log);
  const given = options.versionId === undefined ? null : await platform.datasets.get(options.versionId);
  const stored = given === null ? await storedBaseOf(platform, options.likeModelVersion) : given.base;
  const base = await openBase(model, platform, stored, options);
  const version = given ?? (await newestVersion(model, platform, base, options));
  checkBase(version, base);
  const { classNames } = version;
  const how = { classNames, cacheDir, signal };
  // Repeated pictures would be on both sides of a cross-validation.
  const repeats = base.recipe.kind === 'network' ? model.labelRepeats : 1;

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
    recipe: base.recipe,
    tests,
    async splits(preprocessor, examples) {
      const train = await base.prepare('train', preprocessor, how);
      const [added] = (await labelled('train', [preprocessor])) ?? [];
      const [test] = await tests([preprocessor]);
      const fewer = examples === undefined ? train : some(train, examples);
      return {
        train: added === undefined ? fewer : joined(fewer, repeatExamples(added, repeats)),
        validation: await base.prepare('validation', preprocessor, how),
        test: test!,
      };
    },
    close: () => base.close(),
  };
}

/**
 * The registered pictures that the version or the champion stands on; else the backbone of the model, if it was added to
 * this machine; else the pictures of the vertical.
 */
async function openBase(
  model: TrainablePictures,
  platform: Pick<Platform, 'artifacts' | 'registry' | 'datasets'>,
  base: DatasetVersion['base'] | null,
  { cacheDir, backboneDir, signal, versionId }: AssembleOptions,
): Promise<TrainingBase> {
  if (base?.stored) return openStoredBase(model, platform, base);
  const { pretrained } = model;
  if (pretrained !== undefined) {
    const isOn = base?.contentHash === pretrainedHash(pretrained);
    // A dataset version says what it stands on; a champion on other pictures can be followed by one on the backbone.
    if (isOn || (versionId === undefined && (await hasPretrained(model, backboneDir)))) {
      return openPretrainedBase(pretrained, backboneDir);
    }
  }
  return openOwnBase(model, { cacheDir, signal });
}

/** The base of a model version's data; null for the vertical's base. */
async function storedBaseOf(
  { registry, datasets }: Pick<Platform, 'registry' | 'datasets'>,
  modelVersionId: string | null,
): Promise<DatasetVersion['base'] | null> {
  if (modelVersionId === null) return null;
  const { datasetVersionId } = await registry.version(modelVersionId);
  return datasetVersionId === null ? null : (await datasets.get(datasetVersionId)).base;
}

async function newestVersion(
  model: TrainablePictures,
  { registry, datasets, labels }: Pick<Platform, 'registry' | 'datasets' | 'labels'>,
  base: TrainingBase,
  { createdBy, log }: Pick<AssembleOptions, 'createdBy' | 'log'>,
): Promise<DatasetVersion> {
  const { champion } = await registry.aliases(model.name);
  const championClasses = champion === null ? [] : pictureManifest(await registry.version(champion)).reading.classNames;
  const chosen = chooseLabels(await labels.newest(model.name), base.classNames, championClasses);
  for (const line of chosen.leftOut) log(line);
  // The same content returns the existing version.
  return datasets.create({
    modelName: model.name,
    base: base.description,
    baseCounts: base.counts,
    classNames: chosen.classNames,
    split: base.split,
    labels: chosen.labels,
    createdBy,
  });
}

function checkBase({ number, base: expected }: DatasetVersion, { description }: TrainingBase): void {
  if (expected.contentHash === description.contentHash) return;
  throw new LintelError('DATASET_INVALID', {
    problem: `Dataset version ${number} was made of different examples.`,
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

/** The test pictures are read for training and for judging; each message is logged only once. */
function once(log: (line: string) => void): (line: string) => void {
  const told = new Set<string>();
  return (line) => {
    if (!told.has(line)) log(line);
    told.add(line);
  };
}

/** A base can have an empty part. */
const joined = (base: Dataset, labelled: Dataset): Dataset =>
  base.size === 0 ? labelled : concatDatasets(base, labelled);

/** Evenly spaced, so that every class keeps its share even if the examples are sorted by class. */
const some = (dataset: Dataset, most: number): Dataset =>
  most >= dataset.size ? dataset : subset(dataset, evenlySpaced(dataset.size, most));
