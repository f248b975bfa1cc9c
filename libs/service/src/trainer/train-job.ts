import {
  type GateReport,
  headlinesOf,
  LintelError,
  MANIFEST_FILE,
  type Message,
  type ModelVersion,
  type TrainParameters,
} from '@lintel/contracts';
import { judgeStart, loadModelDirectory, signManifest } from '@lintel/core-ml';
import { ModelDirectory } from '@lintel/core-ml/training';
import { writeModelCard } from '@lintel/data';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stageOnly, type JobContext } from './job-context';
import { type JobData } from './job-data';
import { refusalsOf } from './judge-version';
import { placeVersion, type Placed } from './place-version';
import { checkpointOf } from './checkpoint-of';
import { trainedTask } from './tasks/trained-tasks';
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
  const { job, platform, report, log } = context;
  if (parameters.searchMinutes !== undefined) checkSearchable(model);
  report(stageOnly('dataset'));
  // The loop continues from the data of the serving model.
  const likeModelVersion = (await platform.registry.aliases(model.name)).champion;
  const data = await trainedTask(model.task).open(
    model,
    { versionId: parameters.datasetVersionId, likeModelVersion },
    context,
  );
  try {
    const made = (await platform.registry.versions(model.name)).find(({ jobId }) => jobId === job.id);
    const version =
      made === undefined
        ? await trainVersion(model, parameters, data, context)
        : await platform.registry.version(made.id);
    report(stageOnly('judge', SHARE_BEFORE_REGISTRATION + 0.05));
    const { gates, outcome } = await judgeAndPlace(version, data, context);
    log(`version ${version.number}: ${outcome}`);
    return {
      versionId: version.id,
      number: version.number,
      datasetVersionId: data.version.id,
      headline: headlinesOf(version.manifest)[0] ?? null,
      gatesPassed: gates?.passed ?? null,
      refusals: refusals(gates),
      outcome,
    };
  } finally {
    data.close();
  }
}

/** @throws LintelError INVALID_ARGUMENT if the settings of such models cannot be searched for */
function checkSearchable(model: TrainableModel): void {
  if (trainedTask(model.task).defaults(model).searchable === true) return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The settings of ${model.title} cannot be searched for.`,
    expected: 'a model of a table',
    received: model.task,
    cure: 'Train it without a search.',
  });
}

const refusals = (gates: GateReport | null): Message[] => (gates === null ? [] : refusalsOf(gates));

/** A version that has no examples to be compared on serves if nothing else does. */
async function judgeAndPlace(
  version: ModelVersion,
  data: JobData,
  { platform }: JobContext,
): Promise<{ readonly gates: GateReport | null; readonly outcome: Placed }> {
  if (data.canMeasure(version)) {
    const gates = await data.judge(version);
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
  data: JobData,
  { job, platform: { artifacts, registry }, workDir, signingKey, report }: JobContext,
): Promise<ModelVersion> {
  const out = new ModelDirectory(join(workDir, 'model'));
  const { intendedUse, limits } = await data.train(parameters, out);

  report(stageOnly('register', SHARE_BEFORE_REGISTRATION));
  const manifestBytes = await readFile(join(out.path, MANIFEST_FILE));
  const { manifest, onnx, sideFiles } = await loadModelDirectory(out.path, { task: model.task });
  const version = await registry.register({
    modelName: model.name,
    files: {
      manifest: manifestBytes,
      onnx: Buffer.from(onnx),
      signature: Buffer.from(signManifest(manifestBytes, signingKey)),
      sideFiles: new Map([...sideFiles].map(([file, bytes]) => [file, Buffer.from(bytes)])),
    },
    datasetVersionId: data.version.id,
    jobId: job.id,
    modelCard: writeModelCard({
      title: model.title,
      modelName: model.name,
      intendedUse,
      limits,
      manifest,
      datasetVersion: data.version,
      // Judging happens later and can be repeated; the latest result is stored beside the card.
      gateReport: null,
    }),
    createdBy: job.requestedBy,
  });
  await artifacts.delete(checkpointOf(job));
  await rm(workDir, { recursive: true, force: true });
  return version;
}
