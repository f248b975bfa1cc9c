import { LintelError } from '@lintel/contracts';

/** The parts of a split, in counting order. */
export const PARTS = ['train', 'validation', 'test'] as const;
export type DatasetPart = (typeof PARTS)[number];

export interface SplitShares {
  /** Share of the examples, in [0, 1). 0: no examples are held out. */
  readonly validation: number;
  readonly test: number;
}

/** @throws LintelError INVALID_CONFIGURATION */
export function checkShares({ validation, test }: SplitShares): Record<DatasetPart, number> {
  const train = 1 - validation - test;
  if (validation >= 0 && test >= 0 && train > 1e-9) return { train, validation, test };
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: 'The shares of the split leave nothing to train on.',
    expected: 'a validation and a test share of at least 0, together below 1',
    received: `validation ${validation}, test ${test}`,
    cure: 'Hold out less, such as 0.1 and 0.1.',
  });
}

/**
 * How many of `count` belong to each part: the nearest integer, but at least one if the share is not 0; the rest is for
 * training.
 * @param what the counted thing, for the error
 * @throws LintelError DATASET_INVALID (fewer than one per part)
 */
export function countParts(
  count: number,
  shares: Record<DatasetPart, number>,
  what: string,
): Record<DatasetPart, number> {
  const wanted = PARTS.filter((part) => shares[part] > 0);
  if (count < wanted.length) {
    throw new LintelError('DATASET_INVALID', {
      problem: `There are too few ${what} to split.`,
      expected: `at least ${wanted.length}, one each for ${wanted.join(', ')}`,
      received: String(count),
      cure: 'Add examples, or hold out fewer parts.',
    });
  }
  const held = (share: number): number => (share > 0 ? Math.max(1, Math.round(count * share)) : 0);
  const validation = held(shares.validation);
  const test = held(shares.test);
  if (validation + test < count) return { train: count - validation - test, validation, test };
  // Rounding used up all examples: the larger of the two parts gives one back.
  return validation >= test
    ? { train: 1, validation: count - test - 1, test }
    : { train: 1, validation, test: count - validation - 1 };
}
