import { type Dataset, LintelError } from '@lintel/contracts';
import { type TrainingConfig } from '../../../recipe/training-config';

/**
 * The weight of each class in the loss; `balanced` is n / (classes · n_class) (King and Zeng 2001).
 * @throws LintelError INVALID_CONFIGURATION if their number differs from the number of classes
 */
export function classWeights(setting: TrainingConfig['classWeights'], dataset: Dataset): number[] | undefined {
  if (setting === 'none') return undefined;
  const classes = dataset.classNames.length;
  if (setting === 'balanced') {
    const counts = new Array<number>(classes).fill(0);
    for (const label of dataset.labels) counts[label]!++;
    return counts.map((count) => dataset.size / (classes * Math.max(count, 1)));
  }
  if (setting.length === classes) return setting;
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: 'There must be one class weight for each class.',
    expected: `${classes} weights`,
    received: `${setting.length}`,
    cure: `Give one for each of: ${dataset.classNames.join(', ')}; or "balanced".`,
  });
}
