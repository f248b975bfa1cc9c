import { type DatasetVersion } from '@lintel/contracts';
import { type HeldOutTable } from '../../../tables/hold-out';
import { type Table } from '../../../tables/table';
import { readTextExamples, type StoredTextModel } from './evaluate-texts';
import { truthsByClass } from './text-scores';

/**
 * Counts the texts with an answer in each part of a table, and how many have each class or label.
 * @throws LintelError as `readTextExamples`
 */
export function textPartCounts(
  { train, test }: HeldOutTable,
  model: Pick<StoredTextModel, 'manifest'>,
): Pick<DatasetVersion, 'examples' | 'counts'> {
  const [learned, tested] = [train, test].map((part) => countsOf(part, model));
  return {
    examples: { train: learned!.texts, validation: 0, test: tested!.texts },
    counts: { train: learned!.counts, validation: {}, test: tested!.counts },
  };
}

function countsOf(
  part: Table,
  model: Pick<StoredTextModel, 'manifest'>,
): { texts: number; counts: Record<string, number> } {
  const { classNames } = model.manifest.reading;
  if (part.rows === 0) return { texts: 0, counts: Object.fromEntries(classNames.map((name) => [name, 0])) };
  const { texts, target } = readTextExamples(model, part, classNames);
  const truths = truthsByClass(target);
  return {
    texts: texts.length,
    counts: Object.fromEntries(classNames.map((name, at) => [name, truths[at]!.reduce((sum, has) => sum + has, 0)])),
  };
}
