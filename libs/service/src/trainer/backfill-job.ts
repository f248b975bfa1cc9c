import { LintelError, type BackfillParameters, type TaskId } from '@lintel/contracts';
import { loadModelFiles, Predictor } from '@lintel/core-ml';
import { stageOnly, type JobContext } from './job-context';
import { type BackfillContext } from './model-declaration';
import { type TrainableModel } from './trainable-model';

/** Runs a version on past inputs, and stores its answers beside the original ones. */
export async function backfillJob(
  model: TrainableModel,
  parameters: BackfillParameters,
  context: JobContext,
): Promise<Record<string, unknown>> {
  switch (model.task) {
    case 'image-classification':
      return answerAgain(model.task, model, parameters, context);
    case 'tabular-classification':
      return answerAgain(model.task, model, parameters, context);
    case 'tabular-regression':
      return answerAgain(model.task, model, parameters, context);
    case 'text-classification':
      return answerAgain(model.task, model, parameters, context);
  }
}

interface BackfilledModel<Id extends TaskId> {
  readonly title: string;
  readonly backfill?: (context: BackfillContext<Id>) => Promise<Readonly<Record<string, unknown>>>;
}

async function answerAgain<Id extends TaskId>(
  task: Id,
  { title, backfill }: BackfilledModel<Id>,
  { versionId, since }: BackfillParameters,
  { job, platform, subjects, trustedKeys, signal, report, log }: JobContext,
): Promise<Record<string, unknown>> {
  if (backfill === undefined) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `${title} keeps no inputs that can be answered again.`,
      cure: 'Choose another kind of job for this model.',
    });
  }
  report(stageOnly('backfill', 0));
  const { number } = await platform.registry.version(versionId);
  const files = await platform.registry.files(versionId);
  const predictor = await Predictor.open(loadModelFiles<Id>(files, { task, trustedKeys }));
  try {
    const result = await backfill({
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
