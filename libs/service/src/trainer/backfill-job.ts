import { LintelError, type BackfillParameters } from '@lintel/contracts';
import { loadModelFiles, Predictor } from '@lintel/core-ml';
import { stageOnly, type JobContext } from './job-context';
import { type TrainableModel } from './trainable-model';

/** Runs a version on past inputs, and stores its answers beside the original ones. */
export async function backfillJob(
  model: TrainableModel,
  { versionId, since }: BackfillParameters,
  { job, platform, subjects, trustedKeys, signal, report, log }: JobContext,
): Promise<Record<string, unknown>> {
  if (model.backfill === undefined) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `${model.title} keeps no inputs that can be answered again.`,
      cure: 'Choose another kind of job for this model.',
    });
  }
  report(stageOnly('backfill', 0));
  const { number } = await platform.registry.version(versionId);
  const files = await platform.registry.files(versionId);
  const predictor = await Predictor.open(loadModelFiles(files, { task: 'image-classification', trustedKeys }));
  try {
    const result = await model.backfill({
      database: platform.database,
      vault: subjects.vault,
      predictor,
      version: { id: versionId, number },
      since: since === undefined ? undefined : new Date(since),
      job,
      signal,
      onProgress: (share) => report(stageOnly('backfill', share)),
      log,
    });
    return { versionId, number, ...result };
  } finally {
    await predictor.close();
  }
}
