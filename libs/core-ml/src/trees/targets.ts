import { LintelError } from '@lintel/contracts';
import { type FeatureMatrix } from '../tables/feature-matrix';
import { type TreeObjective } from './tree-options';

export interface TreeRows {
  readonly features: FeatureMatrix;
  /** One for each row: 0 or 1, a class 0..classes-1, or a number, as the objective wants it. */
  readonly targets: ArrayLike<number>;
  /** How much each row counts, at least 0. Default: every row counts 1. */
  readonly weights?: ArrayLike<number>;
}

/** Beyond it the derivatives no longer fit in float32. */
const LARGEST_TARGET = 1e18;

/**
 * Checks targets and weights before training.
 * @throws LintelError SHAPE_MISMATCH or DATASET_INVALID
 */
export function checkTargets(
  { features, targets, weights }: TreeRows,
  name: string,
  objective: TreeObjective,
): { targets: Float64Array; weights: Float64Array | undefined } {
  const { rows } = features;
  checkLength(targets.length, rows, name, 'target');
  if (weights) checkLength(weights.length, rows, name, 'weight');
  const [isValid, expected] = rule(objective);
  for (let row = 0; row < rows; row += 1) {
    const target = targets[row]!;
    if (!isValid(target)) {
      throw invalid(`Row ${row} of the ${name} table has an invalid target.`, expected, target);
    }
    const weight = weights?.[row] ?? 1;
    if (!(weight >= 0 && weight <= LARGEST_TARGET)) {
      throw invalid(`Row ${row} of the ${name} table has an invalid weight.`, 'a finite number of at least 0', weight);
    }
  }
  const values = Float64Array.from(targets);
  const weighted = weights && Float64Array.from(weights);
  if (weighted && !weighted.some((weight) => weight > 0)) {
    throw invalid(`All weights of the ${name} table are 0.`, 'a weight above 0 in at least one row', 0);
  }
  if (name === 'training' && objective.kind === 'binary') checkBothClasses(values, weighted);
  return { targets: values, weights: weighted };
}

function rule(objective: TreeObjective): [isValid: (target: number) => boolean, expected: string] {
  if (objective.kind === 'binary') return [(target) => target === 0 || target === 1, '0 or 1'];
  if (objective.kind === 'multiclass') {
    const { classes } = objective;
    const isClass = (target: number): boolean => Number.isInteger(target) && target >= 0 && target < classes;
    return [isClass, `a whole class number from 0 to ${classes - 1}`];
  }
  return [(target) => Math.abs(target) <= LARGEST_TARGET, `a number between -${LARGEST_TARGET} and ${LARGEST_TARGET}`];
}

function checkBothClasses(targets: Float64Array, weights: Float64Array | undefined): void {
  const isThere = (label: number): boolean => targets.some((target, row) => target === label && weights?.[row] !== 0);
  if (isThere(0) && isThere(1)) return;
  throw invalid('All training rows have the same target.', 'rows of both classes, 0 and 1', isThere(0) ? 0 : 1);
}

function checkLength(length: number, rows: number, name: string, what: string): void {
  if (length === rows) return;
  throw new LintelError('SHAPE_MISMATCH', {
    problem: `The ${name} table does not have one ${what} for each row.`,
    expected: `${rows} ${what}s`,
    received: `${length}`,
    cure: `Pass one ${what} for each row.`,
  });
}

function invalid(problem: string, expected: string, received: number): LintelError {
  return new LintelError('DATASET_INVALID', {
    problem,
    expected,
    received: String(received),
    cure: 'Correct the row, or leave it out.',
  });
}
