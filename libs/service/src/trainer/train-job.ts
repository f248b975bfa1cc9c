import { type ModelVersion, type TrainParameters } from '@lintel/contracts';
import { signManifest } from '@lintel/core-ml';
import { ModelDirectory, runPipeline, type Pipeline, type PipelineStage } from '@lintel/core-ml/training';
import { writeModelCard } from '@lintel/data';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assembleDataset, type AssembledDataset } from './assemble-dataset';
import { stageOnly, type JobContext } from './job-context';
import { judgeVersion, refusalsOf } from './judge-version';
import { placeVersion } from './place-version';
import { type TrainableModel } from './trainable-model';

/** Training is most of a job; the steps before and after it share the rest of the progress. */
const SHARE_BEFORE = 0.05;
const SHARE_OF_TRAINING = 0.85;

/**
 * Dataset version → training → registered, signed version → gates → champion or challenger. Every step detects what an
 * earlier attempt has done: a job that is started three times creates one version.
 */
export async function trainJob(
  model: TrainableModel,
  parameters: TrainParameters,
  context: JobContext,
): Promise<Record<string, unknown>> {
  const { job, platform, subjects, signal, report, cacheDir, log } = context;
  report(stageOnly('dataset'));
  const dataset = await assembleDataset(model, platform, {
    versionId: parameters.datasetVersionId,
    // The loop continues from the data of the serving model.
    likeModelVersion: (await platform.registry.aliases(model.name)).champion,
    pictures: subjects.pictures,
    cacheDir,
    createdBy: job.requestedBy,
    signal,
    log,
  });
  try {
    const made = (await platform.registry.versions(model.name)).find(({ jobId }) => jobId === job.id);
    const version =
      made === undefined
        ? await trainVersion(model, parameters, dataset, context)
        : await platform.registry.version(made.id);
    report(stageOnly('judge', SHARE_BEFORE + SHARE_OF_TRAINING + 0.05));
    const gates = await judgeVersion(version, dataset, context);
    const outcome = await placeVersion(version, gates, platform);
    log(`version ${version.number}: ${outcome}`);
    return {
      versionId: version.id,
      number: version.number,
      datasetVersionId: dataset.version.id,
      accuracy: version.manifest.evaluation?.accuracy ?? null,
      gatesPassed: gates.passed,
      refusals: refusalsOf(gates),
      outcome,
    };
  } finally {
    dataset.close();
  }
}

async function trainVersion(
  model: TrainableModel,
  parameters: TrainParameters,
  dataset: AssembledDataset,
  { job, platform, workDir, signingKey, codeCommit, signal, report, epoch, log, interruptions }: JobContext,
): Promise<ModelVersion> {
  const { artifacts, registry } = platform;
  const { path: out, work, checkpoint } = new ModelDirectory(join(workDir, 'model'));
  const kept = `checkpoints/${job.id}`;
  if (!existsSync(checkpoint) && (await artifacts.has(kept))) {
    // An earlier attempt can have run on another machine.
    await mkdir(work, { recursive: true });
    await artifacts.getFile(kept, checkpoint);
  }
  const pipeline = pipelineOf(dataset.pipeline, parameters);
  const { train, validation, test } = await dataset.splits(pipeline, parameters.examples);
  log(
    `dataset version ${dataset.version.number} (${dataset.version.base.name}): ${train.size} examples to train, ${test.size} to test`,
  );
  const { manifest, resumedAfter } = await runPipeline(pipeline, {
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
  if (resumedAfter > 0) log(`went on after epoch ${resumedAfter}, which an attempt before had done`);

  report(stageOnly('register', SHARE_BEFORE + SHARE_OF_TRAINING));
  const manifestBytes = await readFile(join(out, 'manifest.json'));
  const version = await registry.register({
    modelName: model.name,
    files: {
      manifest: manifestBytes,
      onnx: await readFile(join(out, manifest.onnx.file)),
      signature: Buffer.from(signManifest(manifestBytes, signingKey)),
    },
    datasetVersionId: dataset.version.id,
    jobId: job.id,
    modelCard: writeModelCard({
      title: model.title,
      modelName: model.name,
      intendedUse: model.intendedUse,
      limits: model.limits,
      manifest,
      datasetVersion: dataset.version,
      // Judging happens later and can be repeated; the latest result is stored beside the card.
      gateReport: null,
    }),
    createdBy: job.requestedBy,
  });
  await artifacts.delete(kept);
  await rm(workDir, { recursive: true, force: true });
  return version;
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
