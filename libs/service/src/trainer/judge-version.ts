import { type GateReport, type Message, type ModelVersion } from '@lintel/contracts';
import { judgeCandidate, loadModelFiles, type StoredModel } from '@lintel/core-ml';
import { type AssembledDataset } from './assemble-dataset';
import { type JobContext } from './job-context';

/**
 * Evaluates a version and the current champion on the same test pictures, example by example, each with its
 * preprocessing, and records the results of the gates.
 */
export async function judgeVersion(
  version: ModelVersion,
  { tests }: Pick<AssembledDataset, 'tests'>,
  { platform, trustedKeys, signal, log }: Pick<JobContext, 'platform' | 'trustedKeys' | 'signal' | 'log'>,
): Promise<GateReport> {
  const { registry } = platform;
  const [{ champion: championId }, { gatePolicy }] = await Promise.all([
    registry.aliases(version.modelName),
    registry.model(version.modelName),
  ]);
  const load = async (id: string): Promise<StoredModel<'image-classification'>> =>
    loadModelFiles(await registry.files(id), { task: 'image-classification', trustedKeys });
  const hasRival = championId !== null && championId !== version.id;
  const report = await judgeCandidate({
    candidate: await load(version.id),
    champion: hasRival ? { id: championId, model: await load(championId) } : null,
    examples: tests,
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
