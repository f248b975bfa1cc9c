import { type SparseLinear, fitLogisticPath, fitSoftmaxPath } from '../../../texts/sparse-logistic';
import { balancedWeights } from '../../../linear/row-weights';
import { isReductionWorth, reduceRows } from '../../../texts/reduce-rows';
import { type SparseRows } from '../../../texts/sparse-rows';
import { type TextLink } from '../../../texts/text-model';
import { type TextLabels } from './text-answers';

/** Strengths that are compared, strongest first: the penalty is 1 / (strength × texts). */
export const INVERSE_PENALTIES = [0.3, 1, 3, 10, 30, 100] as const;

/** How scores become probabilities. */
export const linkOf = ({ kind, classNames }: TextLabels): TextLink =>
  kind === 'labels' ? 'labels' : classNames.length === 2 ? 'logistic' : 'softmax';

/** Scores of one text: one for two classes, else one for each class. */
export const scoresPerText = (target: TextLabels): number =>
  linkOf(target) === 'logistic' ? 1 : target.classNames.length;

/** The truth of one score: 1 for the label or the second class. @returns uint8 [texts] */
export function truthsOf(target: TextLabels, score: number): Uint8Array {
  if (target.kind === 'classes') return Uint8Array.from(target.labels, (label) => Number(label === 1));
  const labels = target.classNames.length;
  return Uint8Array.from(
    { length: target.labelSets.length / labels },
    (_, row) => target.labelSets[row * labels + score]!,
  );
}

/** The answers of some of the texts. */
export function takeLabels(target: TextLabels, rows: Int32Array): TextLabels {
  if (target.kind === 'classes') return { ...target, labels: rows.map((row) => target.labels[row]!) };
  const labels = target.classNames.length;
  const labelSets = new Uint8Array(rows.length * labels);
  rows.forEach((row, at) => labelSets.set(target.labelSets.subarray(row * labels, (row + 1) * labels), at * labels));
  return { ...target, labelSets };
}

/**
 * Fits a linear model for each of the strengths.
 * @param onScore is called after each independent score
 * @throws LintelError CANCELLED; the signal's reason
 */
export async function fitStrengths(
  rows: SparseRows,
  target: TextLabels,
  strengths: readonly number[],
  { signal, onScore }: { readonly signal?: AbortSignal | undefined; readonly onScore?: () => void } = {},
): Promise<SparseLinear[]> {
  signal?.throwIfAborted();
  if (!isReductionWorth(rows)) return fitPath(rows, target, strengths, { signal, onScore });
  const reduced = reduceRows(rows);
  const path = await fitPath(reduced.rows, target, strengths, { signal, onScore });
  return path.map((model) => ({ ...model, coefficients: model.coefficients.map(reduced.restore) }));
}

async function fitPath(
  rows: SparseRows,
  target: TextLabels,
  strengths: readonly number[],
  { signal, onScore }: NonNullable<Parameters<typeof fitStrengths>[3]>,
): Promise<SparseLinear[]> {
  const penalties = strengths.map((strength) => 1 / (strength * rows.rows));
  if (target.kind === 'classes' && target.classNames.length > 2) {
    const { labels, classNames } = target;
    const classes = classNames.length;
    // Every class counts the same, as it does in macro F1.
    return fitSoftmaxPath(rows, labels, classes, penalties, balancedWeights(labels, classes));
  }
  const paths: SparseLinear[][] = [];
  for (let score = 0; score < scoresPerText(target); score++) {
    // Gives timers and signals a turn.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    paths.push(await fitLogisticPath(rows, truthsOf(target, score), penalties));
    onScore?.();
  }
  return strengths.map((_, at) => ({
    coefficients: paths.map((path) => path[at]!.coefficients[0]!),
    intercepts: paths.map((path) => path[at]!.intercepts[0]!),
  }));
}

/** Which texts have each class or label: uint8 [texts] for each. */
export function truthsByClass(target: TextLabels): Uint8Array[] {
  return target.classNames.map((_, code) =>
    target.kind === 'classes'
      ? Uint8Array.from(target.labels, (label) => Number(label === code))
      : truthsOf(target, code),
  );
}
