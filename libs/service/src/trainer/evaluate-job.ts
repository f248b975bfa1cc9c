import { type EvaluateParameters } from '@lintel/contracts';
import { stageOnly, type JobContext } from './job-context';
import { refusalsOf } from './judge-version';
import { trainedTask } from './tasks/trained-tasks';
import { type TrainableModel } from './trainable-model';

/** Evaluates a version again, together with the current champion, on the test split of a dataset version. */
export async function evaluateJob(
  model: TrainableModel,
  { versionId, datasetVersionId }: EvaluateParameters,
  context: JobContext,
): Promise<Record<string, unknown>> {
  const { platform, report } = context;
  report(stageOnly('dataset'));
  const version = await platform.registry.version(versionId);
  const { champion } = await platform.registry.aliases(model.name);
  // Uses the version's data; a version without data is evaluated on the data for the next training.
  const likeModelVersion = version.datasetVersionId === null ? champion : version.id;
  const data = await trainedTask(model.task).open(model, { versionId: datasetVersionId, likeModelVersion }, context);
  try {
    report(stageOnly('judge', 0.3));
    const gates = await data.judge(version);
    return {
      versionId,
      number: version.number,
      datasetVersionId: data.version.id,
      headline: gates.comparison && { ...gates.comparison.figure, value: gates.comparison.challenger, interval: null },
      gatesPassed: gates.passed,
      refusals: refusalsOf(gates),
    };
  } finally {
    data.close();
  }
}
