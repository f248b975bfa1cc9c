import { type EvaluateParameters } from '@lintel/contracts';
import { assembleDataset } from './assemble-dataset';
import { stageOnly, type JobContext } from './job-context';
import { judgeVersion } from './judge-version';
import { type TrainableModel } from './trainable-model';

/** Measures a version anew, beside the champion of now, on the test part of a dataset version. */
export async function evaluateJob(
  model: TrainableModel,
  { versionId, datasetVersionId }: EvaluateParameters,
  context: JobContext,
): Promise<Record<string, unknown>> {
  const { job, platform, subjects, signal, report, cacheDir, log } = context;
  report(stageOnly('dataset'));
  const version = await platform.registry.version(versionId);
  const { pictures } = subjects;
  const options = { versionId: datasetVersionId, pictures, cacheDir, createdBy: job.requestedBy, signal, log };
  const dataset = await assembleDataset(model, platform, options);
  try {
    report(stageOnly('judge', 0.3));
    const gates = await judgeVersion(version, dataset.test, context);
    return {
      versionId,
      number: version.number,
      datasetVersionId: dataset.version.id,
      accuracy: gates.comparison?.challengerAccuracy ?? null,
      gatesPassed: gates.passed,
    };
  } finally {
    dataset.close();
  }
}
