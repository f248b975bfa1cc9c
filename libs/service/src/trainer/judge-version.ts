import { type GateReport, type Message, type ModelVersion, type TaskId } from '@lintel/contracts';
import { judgeCandidate, loadModelFiles, type StoredModel, type TestExamples } from '@lintel/core-ml';
import { type JobContext } from './job-context';

/**
 * Evaluates a version and the current champion on the same test examples, one by one, each with its preprocessing, and
 * records the results of the gates.
 * @param examplesFor the examples on which the version can be compared with the champion; null if it has none
 */
export async function judgeVersion<Id extends TaskId>(
  task: Id,
  version: ModelVersion,
  examplesFor: (championId: string | null) => Promise<TestExamples[Id]>,
  { platform, trustedKeys, signal, log }: Pick<JobContext, 'platform' | 'trustedKeys' | 'signal' | 'log'>,
): Promise<GateReport> {
  const { registry } = platform;
  const [{ champion }, { gatePolicy }] = await Promise.all([
    registry.aliases(version.modelName),
    registry.model(version.modelName),
  ]);
  const load = async (id: string): Promise<StoredModel<Id>> =>
    loadModelFiles<Id>(await registry.files(id), { task, trustedKeys });
  const rival = champion === version.id ? null : champion;
  const report = await judgeCandidate<Id>({
    candidate: await load(version.id),
    champion: rival === null ? null : { id: rival, model: await load(rival) },
    examples: await examplesFor(rival),
    policy: gatePolicy,
    signal,
  });
  await registry.recordGates(version.id, report);
  for (const { name, passed, reason } of report.gates) log(`gate ${name}: ${passed ? 'passed' : 'refused'}. ${reason}`);
  return report;
}

/** Why a version was refused, as translatable sentences; empty if it passed. */
export function refusalsOf({ gates }: GateReport): Message[] {
  return gates.filter(({ passed }) => !passed).flatMap(({ messages }) => messages?.reason ?? []);
}
