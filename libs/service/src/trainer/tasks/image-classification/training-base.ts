import {
  type Dataset,
  type DatasetVersion,
  type ImagePreprocessor,
  type ManifestOf,
  viewDataset,
} from '@lintel/contracts';
import { withBackground } from '@lintel/core-ml';
import { MODEL_FAMILIES, type Pipeline } from '@lintel/core-ml/training';
import { baseCountsOf, BasePictures } from '@lintel/data';
import { splitIndices, subset, type DatasetPart } from '@lintel/datasets';
import { createHash } from 'node:crypto';
import { type Platform } from '../../../platform/platform';
import { pictureManifest } from './picture-manifest';
import { prepareDecoded, prepareStored, type PrepareOptions } from './prepared-pictures';
import { type Recipe } from './recipe';
import { type TrainablePictures } from './trainable-pictures';

/** The pictures that a model is trained on in addition to the labelled ones, split and prepared for a model. */
export interface TrainingBase {
  readonly description: DatasetVersion['base'];
  readonly classNames: readonly string[];
  readonly counts: DatasetVersion['counts'];
  /** How its examples, and the labelled pictures, are divided. */
  readonly split: DatasetVersion['split'];
  /** How a model is trained on this base. */
  readonly recipe: Recipe;
  /** The same examples in the same order for every preprocessor, with the same content hash. */
  prepare(part: DatasetPart, preprocessor: ImagePreprocessor, options: PrepareOptions): Promise<Dataset>;
  close(): void;
}

/** Opens the base that is part of the vertical. */
export async function openOwnBase(
  model: TrainablePictures,
  options: { readonly cacheDir: string; readonly signal: AbortSignal },
): Promise<TrainingBase> {
  const { pipeline, base } = model;
  const opened = await base.open(options);
  const parts = splitIndices(opened, { ...pipeline.split, seed: pipeline.seed });
  const partOf = (part: DatasetPart): Dataset => subset(opened, parts[part]);
  return {
    description: { ...textOf(base), contentHash: opened.contentHash, stored: false },
    classNames: opened.classNames,
    counts: {
      train: countClasses(partOf('train')),
      validation: countClasses(partOf('validation')),
      test: countClasses(partOf('test')),
    },
    split: splitOf(model),
    recipe: { kind: 'network', pipeline },
    prepare: async (part, preprocessor, how) => {
      const { height, width, channels } = preprocessor;
      // Pictures of the right shape need no separate file.
      if (opened.exampleShape.join() === [height, width, channels].join()) {
        return viewDataset(withBackground(partOf(part), preprocessor), { classNames: how.classNames });
      }
      return prepareDecoded(partOf(part), preprocessor, how);
    },
    close: () => opened.close(),
  };
}

/**
 * Opens a base that was registered with a model from a folder of pictures; models are trained on it with that model's
 * settings.
 */
export async function openStoredBase(
  model: TrainablePictures,
  platform: Pick<Platform, 'artifacts' | 'registry' | 'datasets'>,
  description: DatasetVersion['base'],
): Promise<TrainingBase> {
  const bases = new BasePictures(platform.artifacts);
  const base = await bases.list(description.contentHash);
  const manifest = await manifestTrainedOn(model.name, platform, description.contentHash);
  return {
    description,
    classNames: base.classNames,
    counts: baseCountsOf(base),
    split: splitOf(model),
    recipe: {
      kind: 'network',
      pipeline: manifest === null ? model.pipeline : pipelineLike(model.pipeline, manifest),
    },
    prepare: (part, preprocessor, how) => {
      const pictures = base.pictures.filter((picture) => picture.part === part);
      const contentHash = createHash('sha256').update(`${description.contentHash} ${part}`).digest('hex');
      return prepareStored(pictures, contentHash, bases, preprocessor, how);
    },
    close: () => undefined,
  };
}

/** The manifest of the champion if it was trained on that base, else of the newest version that was. */
async function manifestTrainedOn(
  modelName: string,
  { registry, datasets }: Pick<Platform, 'registry' | 'datasets'>,
  baseHash: string,
): Promise<ManifestOf<'image-classification'> | null> {
  const [versions, datasetVersions] = await Promise.all([registry.versions(modelName), datasets.list(modelName)]);
  const onBase = new Set(datasetVersions.filter(({ base }) => base.contentHash === baseHash).map(({ id }) => id));
  const trained = versions.filter(({ datasetVersionId }) => datasetVersionId !== null && onBase.has(datasetVersionId));
  const found = trained.find(({ alias }) => alias === 'champion') ?? trained[0];
  return found === undefined ? null : pictureManifest(await registry.version(found.id));
}

/** The pipeline of a model, as far as its manifest describes it; an unknown architecture cannot be trained here. */
function pipelineLike(
  pipeline: Pipeline,
  { architecture, preprocessing, training, reading }: ManifestOf<'image-classification'>,
): Pipeline {
  if (!MODEL_FAMILIES.some(({ name }) => name === architecture.name)) return pipeline;
  const { kind, height, width, channels, fit, background } = preprocessing;
  const { network } = training;
  return {
    ...pipeline,
    architecture: architecture.name,
    preprocessing: { kind, height, width, channels, fit, background },
    // All other settings come from the recipe of the architecture.
    training: network === null ? pipeline.training : { epochs: network.epochs, batchSize: network.batchSize },
    unsureBelow: reading.unsureBelow,
  };
}

const splitOf = ({ pipeline: { seed, split } }: TrainablePictures): DatasetVersion['split'] => ({ seed, ...split });

function textOf({ name, licence, source }: TrainablePictures['base']) {
  return { name, licence, source };
}

function countClasses({ labels, classNames }: Dataset): Record<string, number> {
  const counts = Object.fromEntries(classNames.map((name) => [name, 0]));
  for (const label of labels) counts[classNames[label]!]!++;
  return counts;
}
