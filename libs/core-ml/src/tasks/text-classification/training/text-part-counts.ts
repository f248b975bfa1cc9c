import { type DatasetVersion } from '@lintel/contracts';
import { type HeldOutTable } from '../../../tables/hold-out';
import { type Table } from '../../../tables/table';
import { type TextData } from './text-data';
import { truthsByClass } from './text-scores';

/**
 * Counts the texts with an answer in each part of a table, and how many have each class or label.
 * @param read reads a part with these classes
 * @throws LintelError as `read`
 */
export function textPartCounts(
  { train, test }: HeldOutTable,
  read: (part: Table) => TextData,
  classNames: readonly string[],
): Pick<DatasetVersion, 'examples' | 'counts'> {
  const [learned, tested] = [train, test].map((part) => countsOf(part, read, classNames));
  return {
    examples: { train: learned!.texts, validation: 0, test: tested!.texts },
    counts: { train: learned!.counts, validation: {}, test: tested!.counts },
  };
}

function countsOf(
  part: Table,
  read: (part: Table) => TextData,
  classNames: readonly string[],
): { texts: number; counts: Record<string, number> } {
  if (part.rows === 0) return { texts: 0, counts: Object.fromEntries(classNames.map((name) => [name, 0])) };
  const { texts, target } = read(part);
  const truths = truthsByClass(target);
  return {
    texts: texts.length,
    counts: Object.fromEntries(classNames.map((name, at) => [name, truths[at]!.reduce((sum, has) => sum + has, 0)])),
  };
}
