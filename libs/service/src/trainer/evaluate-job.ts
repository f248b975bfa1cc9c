import { type EvaluateParameters } from '@lintel/contracts';
import { assembleDataset } from './assemble-dataset';
import { stageOnly, type JobContext } from './job-context';
import { judgeVersion, refusalsOf } from './judge-version';
import { type TrainableModel } from './trainable-model';

/** Evaluates a version again, together with the current champion, on the test split of a dataset version. */
export async function evaluateJob(
  model: TrainableModel,
  { versionId, datasetVersionId }: EvaluateParameters,
  context: JobContext,
): Promise<Record<string, unknown>> {
  const { job, platform, subjects, signal, report, cacheDir, backboneDir, log } = context;
  report(stageOnly('dataset'));
  const version = await platform.registry.version(versionId);
  const { champion } = await platform.registry.aliases(model.name);
  const dataset = await assembleDataset(model, platform, {
    versionId: datasetVersionId,
    // Uses the version's data; a version without data is evaluated on the data for the next training.
    likeModelVersion: version.datasetVersionId === null ? champion : version.id,
    pictures: subjects.pictures,
    cacheDir,
    backboneDir,
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
      headline: gates.comparison && { ...gates.comparison.figure, value: gates.comparison.challenger, interval: null },
      gatesPassed: gates.passed,
      refusals: refusalsOf(gates),
    };
  } finally {
    dataset.close();
  }
}
