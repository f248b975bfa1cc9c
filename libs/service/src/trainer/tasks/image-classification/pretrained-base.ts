import { type Dataset } from '@lintel/contracts';
import { BackboneStore, openPretrainedClassifier } from '@lintel/core-ml';
import { createHash } from 'node:crypto';
import { type PretrainedStart } from './recipe';
import { type TrainablePictures } from './trainable-pictures';
import { type TrainingBase } from './training-base';

/**
 * Identifies the data of models that stand on a backbone: there are no pictures but the labelled ones.
 * @returns SHA-256 (hex) of the backbone's name and the classes
 */
export function pretrainedHash({ backbone, classes }: Pick<PretrainedStart, 'backbone' | 'classes'>): string {
  const content = classes.map(({ name, members }) => [name, members]);
  return createHash('sha256')
    .update(JSON.stringify(['pretrained', backbone, content]))
    .digest('hex');
}

/** Whether the model can stand on its backbone on this machine. */
export async function hasPretrained({ pretrained }: TrainablePictures, backboneDir: string): Promise<boolean> {
  return pretrained !== undefined && new BackboneStore(backboneDir).has(pretrained.backbone);
}

/** The model with the texts of what it stands on, on this machine. */
export async function describedModel(model: TrainablePictures, backboneDir: string): Promise<TrainablePictures> {
  const { pretrained } = model;
  if (pretrained === undefined || !(await hasPretrained(model, backboneDir))) return model;
  return { ...model, ...textsOf(pretrained) };
}

export const textsOf = ({ intendedUse, limits, translations }: PretrainedStart) => ({
  intendedUse,
  limits,
  translations,
});

/**
 * Opens the base of a model that stands on a backbone. It has the backbone's classes, and no pictures.
 * @throws LintelError NOT_FOUND (the backbone was not added), ARTIFACT_CORRUPT, MODEL_INVALID
 */
export async function openPretrainedBase(start: PretrainedStart, backboneDir: string): Promise<TrainingBase> {
  const classifier = await openPretrainedClassifier(new BackboneStore(backboneDir), start.backbone);
  const { name: modelName, classes, base, unsureBelow, seed, test } = start;
  const contentHash = pretrainedHash(start);
  const none = (): Record<string, number> => Object.fromEntries(classes.map(({ name }) => [name, 0]));
  return {
    description: { ...base, contentHash, stored: false },
    classNames: classes.map(({ name }) => name),
    counts: { train: none(), validation: none(), test: none() },
    split: { seed, validation: 0, test },
    recipe: { kind: 'pretrained', name: modelName, classifier, classes, unsureBelow, seed },
    prepare: (part, { height, width, channels }, { classNames }) =>
      Promise.resolve(emptyDataset([height, width, channels], classNames, `${contentHash} ${part}`)),
    close: () => undefined,
  };
}

function emptyDataset(exampleShape: readonly number[], classNames: readonly string[], content: string): Dataset {
  return {
    size: 0,
    exampleShape: [...exampleShape],
    dtype: 'uint8',
    classNames: [...classNames],
    labels: new Int32Array(0),
    contentHash: createHash('sha256').update(content).digest('hex'),
    read: () => undefined,
    close: () => undefined,
  };
}
