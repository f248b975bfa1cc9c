import { type JobProgress, LintelError } from '@lintel/contracts';
import { type ModelDirectory, runPretrained, type PretrainedResult } from '@lintel/core-ml/training';
import { type AssembledDataset } from './assemble-dataset';
import { stageOnly, type JobContext } from '../../job-context';
import { type PretrainedRecipe } from './recipe';
import { type TrainablePictures } from './trainable-pictures';

/** With fewer labelled pictures to train on, a new model would hardly differ from the start. */
const FEWEST_PICTURES = 10;

/**
 * Makes a version of a model that stands on a backbone: from the labelled pictures, or, for a model without a version on
 * the backbone, from what the backbone's classifier knows.
 * @throws LintelError DATASET_INVALID (too few labelled pictures), errors of `runPretrained`
 */
export async function trainPretrained(
  model: TrainablePictures,
  recipe: PretrainedRecipe,
  dataset: AssembledDataset,
  { path: out }: ModelDirectory,
  { job, platform, codeCommit, signal, report, log }: JobContext,
): Promise<PretrainedResult> {
  const { train, test } = await dataset.splits(recipe.classifier.backbone.manifest.preprocessor);
  const classes = new Set(train.labels).size;
  const isEnough = train.size >= FEWEST_PICTURES && classes > 1;
  if (!isEnough && (await hasChampionOn(dataset, platform, model.name))) throw tooFewPictures(train.size, classes);
  const { name, contentHash } = dataset.version.base;
  log(
    isEnough
      ? `${train.size} labelled pictures to learn from, ${test.size} to test`
      : `starts with ${recipe.classes.length} classes of ${name}; nothing is trained`,
  );
  return runPretrained({
    name: recipe.name,
    classifier: recipe.classifier,
    classes: recipe.classes,
    pictures: isEnough ? { train, test } : null,
    dataset: { name, contentHash: isEnough ? train.contentHash : contentHash },
    out,
    unsureBelow: recipe.unsureBelow,
    seed: recipe.seed,
    onProgress: (stage, share) => report(progressOf(stage, share)),
    provenance: { codeCommit, jobId: job.id, datasetVersionId: dataset.version.id },
    signal,
  });
}

/** Whether the serving version stands on the same backbone and classes. */
async function hasChampionOn(
  { version }: AssembledDataset,
  { registry, datasets }: JobContext['platform'],
  modelName: string,
): Promise<boolean> {
  const { champion } = await registry.aliases(modelName);
  if (champion === null) return false;
  const { datasetVersionId } = await registry.version(champion);
  if (datasetVersionId === null) return false;
  return (await datasets.get(datasetVersionId)).base.contentHash === version.base.contentHash;
}

/** The first half is spent on turning the pictures into features. */
function progressOf(stage: 'embed' | 'fit' | 'evaluate', share: number): JobProgress {
  if (stage === 'evaluate') return stageOnly('evaluate', 0.9);
  return stageOnly('train', stage === 'embed' ? 0.05 + 0.4 * share : 0.45 + 0.45 * share);
}

const tooFewPictures = (pictures: number, classes: number): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: 'There are too few checked pictures to learn from.',
    expected: `at least ${FEWEST_PICTURES} pictures to train on, of at least two classes`,
    received: `${pictures} pictures of ${classes} classes`,
    cure: 'Check more pictures: say what each really shows. Then train again.',
  });
