import { type DatasetVersion } from '@lintel/contracts';
import { PARTS, type Part } from '../../datasets/parts';

export interface ClassCount extends Readonly<Record<Part, number>> {
  readonly className: string;
  readonly total: number;
}

/** Number of examples of every class in each part, in the order of the classes. */
export function classCounts({ classNames, counts }: Pick<DatasetVersion, 'classNames' | 'counts'>): ClassCount[] {
  return classNames.map((className) => {
    const [train = 0, validation = 0, test = 0] = PARTS.map((part) => counts[part][className] ?? 0);
    return { className, train, validation, test, total: train + validation + test };
  });
}
