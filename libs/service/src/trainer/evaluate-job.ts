import { type EvaluateParameters } from '@lintel/contracts';
import { assembleDataset } from './assemble-dataset';
import { stageOnly, type JobContext } from './job-context';
import { judgeVersion, refusalsOf } from './judge-version';
import { type TrainableModel } from './trainable-model';

/** Measures a version again, beside the present champion, on the test part of a dataset version. */
export async function evaluateJob(
  model: TrainableModel,
  { versionId, datasetVersionId }: EvaluateParameters,
  context: JobContext,
): Promise<Record<string, unknown>> {
  const { job, platform, subjects, signal, report, cacheDir, log } = context;
  report(stageOnly('dataset'));
  const version = await platform.registry.version(versionId);
  const { champion } = await platform.registry.aliases(model.name);
  const dataset = await assembleDataset(model, platform, {
    versionId: datasetVersionId,
    // On its own data; a version that came without any is measured where the next one would be trained.
    likeModelVersion: version.datasetVersionId === null ? champion : version.id,
    pictures: subjects.pictures,
    cacheDir,
    createdBy: job.requestedBy,
    signal,
    log,
  });
  try {
    report(stageOnly('judge', 0.3));
    const gates = await judgeVersion(version, dataset, context);
    return {
      versionId,
      number: version.number,
      datasetVersionId: dataset.version.id,
      accuracy: gates.comparison?.challengerAccuracy ?? null,
      gatesPassed: gates.passed,
      refusals: refusalsOf(gates),
    };
  } finally {
    dataset.close();
  }
}
