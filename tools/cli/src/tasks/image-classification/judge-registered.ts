import { type Dataset, type GateReport, type ModelVersion, type Preprocessor, viewDataset } from '@lintel/contracts';
import { judgeCandidate, loadModelFiles, type StoredModel } from '@lintel/core-ml';
import { baseHashOf, type ModelRegistry } from '@lintel/data';
import { type CommandContext } from '../../command-context';
import { decodePictures } from '../pictures/pictures';
import { type LocatedPictures } from './bring-pictures';

/**
 * Compares a version with the current champion on the test pictures that came with it, as a job does, and records the
 * results of the gates. Signatures are not verified here: the models answer no requests.
 */
export async function judgeRegistered(
  version: ModelVersion,
  { list, paths }: LocatedPictures,
  registry: ModelRegistry,
  context: CommandContext,
): Promise<GateReport> {
  const { champion } = await registry.aliases(version.modelName);
  const { gatePolicy } = await registry.model(version.modelName);
  const load = async (id: string): Promise<StoredModel<'image-classification'>> =>
    loadModelFiles(await registry.files(id), { task: 'image-classification' });
  const { classNames } = list;
  const entries = list.pictures.flatMap(({ className, part }, index) =>
    part === 'test' ? [{ path: paths[index]!, className, label: classNames.indexOf(className), part }] : [],
  );
  const tested = list.pictures.filter(({ part }) => part === 'test');
  const testSetHash = baseHashOf({ classNames, pictures: tested });
  const prepare = async (preprocessors: readonly Preprocessor[]): Promise<Dataset[]> => {
    const datasets: Dataset[] = [];
    for (const preprocessor of preprocessors) {
      const { dataset } = await decodePictures(
        { root: list.folder, entries, classNames, unreadable: [] },
        preprocessor,
        {},
        context,
      );
      // The same pictures, with each model's own preprocessing.
      datasets.push(viewDataset(dataset, { contentHash: testSetHash }));
    }
    return datasets;
  };
  const report = await judgeCandidate({
    candidate: await load(version.id),
    champion: champion === null ? null : { id: champion, model: await load(champion) },
    examples: prepare,
    policy: gatePolicy,
    signal: context.signal,
  });
  await registry.recordGates(version.id, report);
  for (const { name, passed, reason } of report.gates) {
    context.terminal.say(`Gate ${name}: ${passed ? 'passed' : 'refused'}. ${reason}`);
  }
  return report;
}
