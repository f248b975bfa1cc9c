import { type TrainParameters } from '@lintel/contracts';
import {
  decodingPreprocessor,
  type ModelDirectory,
  runPipeline,
  type Pipeline,
  type PipelineResult,
  type PipelineStage,
} from '@lintel/core-ml/training';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { type AssembledDataset } from './assemble-dataset';
import { stageOnly, type JobContext } from '../../job-context';
import { checkpointOf } from '../../checkpoint-of';
import { type NetworkRecipe } from './recipe';

/** Training is most of a job; the steps before and after it share the rest of the progress. */
const SHARE_BEFORE = 0.05;
const SHARE_OF_TRAINING = 0.85;

/** Trains a network on the dataset; resumes what an earlier attempt of the job has done. */
export async function trainNetwork(
  recipe: NetworkRecipe,
  parameters: TrainParameters,
  dataset: AssembledDataset,
  { path: out, work, checkpoint }: ModelDirectory,
  { job, platform: { artifacts }, codeCommit, signal, report, epoch, log, interruptions }: JobContext,
): Promise<PipelineResult> {
  const kept = checkpointOf(job);
  if (!existsSync(checkpoint) && (await artifacts.has(kept))) {
    // An earlier attempt can have run on another machine.
    await mkdir(work, { recursive: true });
    await artifacts.getFile(kept, checkpoint);
  }
  const pipeline = pipelineOf(recipe.pipeline, parameters);
  const { train, validation, test } = await dataset.splits(
    decodingPreprocessor(pipeline.preprocessing),
    parameters.examples,
  );
  log(
    `dataset version ${dataset.version.number} (${dataset.version.base.name}): ${train.size} examples to train, ${test.size} to test`,
  );
  const result = await runPipeline(pipeline, {
    dataset: { name: dataset.version.base.name, train, ...(validation.size > 0 ? { validation } : {}), test },
    out,
    overwrite: true,
    resume: true,
    interruptions,
    provenance: { codeCommit, jobId: job.id, datasetVersionId: dataset.version.id },
    signal,
    onStage: (stage: PipelineStage) => report(stageOnly(stage, stage === 'train' ? SHARE_BEFORE : null)),
    onLog: log,
    onProgress: ({ epoch: at, epochs, batch, batches, ...rest }) =>
      report({
        stage: 'train',
        share: SHARE_BEFORE + SHARE_OF_TRAINING * Math.min(1, (at - 1 + batch / batches) / epochs),
        epoch: at,
        epochs,
        ...rest,
      }),
    // Epochs that the previous attempt did not report.
    onResume: (curve) => curve.forEach(epoch),
    onEpoch: epoch,
    onCheckpoint: (file) => artifacts.putFile(kept, file),
  });
  const { resumedAfter } = result;
  if (resumedAfter > 0) log(`went on after epoch ${resumedAfter}, which an attempt before had done`);
  return result;
}

function pipelineOf(pipeline: Pipeline, { architecture, epochs, precision, seed }: TrainParameters): Pipeline {
  return {
    ...pipeline,
    ...(architecture === undefined ? {} : { architecture }),
    ...(seed === undefined ? {} : { seed }),
    training: {
      ...pipeline.training,
      ...(epochs === undefined ? {} : { epochs }),
      ...(precision === undefined ? {} : { precision }),
    },
  };
}
