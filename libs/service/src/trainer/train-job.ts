import {
  type GateReport,
  headlinesOf,
  MANIFEST_FILE,
  type Message,
  type ModelVersion,
  type TrainParameters,
} from '@lintel/contracts';
import { judgeStart, signManifest } from '@lintel/core-ml';
import { ModelDirectory } from '@lintel/core-ml/training';
import { writeModelCard } from '@lintel/data';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assembleDataset, type AssembledDataset } from './assemble-dataset';
import { stageOnly, type JobContext } from './job-context';
import { judgeVersion, refusalsOf } from './judge-version';
import { placeVersion, type Placed } from './place-version';
import { textsOf } from './pretrained-base';
import { checkpointOf, trainNetwork } from './train-network';
import { trainPretrained } from './train-pretrained';
import { type TrainableModel } from './trainable-model';

const SHARE_BEFORE_REGISTRATION = 0.9;

/**
 * Dataset version → training → registered, signed version → gates → champion or challenger. Every step detects what an
 * earlier attempt has done: a job that is started three times creates one version.
 */
export async function trainJob(
  model: TrainableModel,
  parameters: TrainParameters,
  context: JobContext,
): Promise<Record<string, unknown>> {
  const { job, platform, subjects, signal, report, cacheDir, backboneDir, log } = context;
  report(stageOnly('dataset'));
  const dataset = await assembleDataset(model, platform, {
    versionId: parameters.datasetVersionId,
    // The loop continues from the data of the serving model.
    likeModelVersion: (await platform.registry.aliases(model.name)).champion,
    pictures: subjects.pictures,
    cacheDir,
    backboneDir,
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
    report(stageOnly('judge', SHARE_BEFORE_REGISTRATION + 0.05));
    const { gates, outcome } = await judgeAndPlace(version, dataset, context);
    log(`version ${version.number}: ${outcome}`);
    return {
      versionId: version.id,
      number: version.number,
      datasetVersionId: dataset.version.id,
      headline: headlinesOf(version.manifest)[0] ?? null,
      gatesPassed: gates?.passed ?? null,
      refusals: refusals(gates),
      outcome,
    };
  } finally {
    dataset.close();
  }
}

const refusals = (gates: GateReport | null): Message[] => (gates === null ? [] : refusalsOf(gates));

/** A version that starts from a backbone has no pictures to be compared on: it serves if nothing else does. */
async function judgeAndPlace(
  version: ModelVersion,
  dataset: AssembledDataset,
  context: JobContext,
): Promise<{ readonly gates: GateReport | null; readonly outcome: Placed }> {
  const { platform } = context;
  const isUntested = dataset.recipe.kind === 'pretrained' && version.manifest.evaluation === null;
  if (!isUntested) {
    const gates = await judgeVersion(version, dataset, context);
    return { gates, outcome: await placeVersion(version, gates, platform) };
  }
  const { champion } = await platform.registry.aliases(version.modelName);
  if (champion === version.id) return { gates: version.gateReport, outcome: 'champion' };
  if (champion !== null) return { gates: null, outcome: 'waiting' };
  const { gatePolicy } = await platform.registry.model(version.modelName);
  const gates = judgeStart({ candidate: version.manifest, policy: gatePolicy, now: new Date() });
  await platform.registry.recordGates(version.id, gates);
  return { gates, outcome: await placeVersion(version, gates, platform) };
}

async function trainVersion(
  model: TrainableModel,
  parameters: TrainParameters,
  dataset: AssembledDataset,
  context: JobContext,
): Promise<ModelVersion> {
  const { job, platform, workDir, signingKey, report } = context;
  const { artifacts, registry } = platform;
  const out = new ModelDirectory(join(workDir, 'model'));
  const { recipe } = dataset;
  const { manifest } =
    recipe.kind === 'network'
      ? await trainNetwork(recipe, parameters, dataset, out, context)
      : await trainPretrained(model, recipe, dataset, out, context);

  report(stageOnly('register', SHARE_BEFORE_REGISTRATION));
  const manifestBytes = await readFile(join(out.path, MANIFEST_FILE));
  const texts = recipe.kind === 'pretrained' && model.pretrained ? textsOf(model.pretrained) : model;
  const version = await registry.register({
    modelName: model.name,
    files: {
      manifest: manifestBytes,
      onnx: await readFile(join(out.path, manifest.onnx.file)),
      signature: Buffer.from(signManifest(manifestBytes, signingKey)),
    },
    datasetVersionId: dataset.version.id,
    jobId: job.id,
    modelCard: writeModelCard({
      title: model.title,
      modelName: model.name,
      intendedUse: texts.intendedUse,
      limits: texts.limits,
      manifest,
      datasetVersion: dataset.version,
      // Judging happens later and can be repeated; the latest result is stored beside the card.
      gateReport: null,
    }),
    createdBy: job.requestedBy,
  });
  await artifacts.delete(checkpointOf(job));
  await rm(workDir, { recursive: true, force: true });
  return version;
}
