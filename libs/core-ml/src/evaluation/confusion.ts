import { classOccurs } from '@lintel/contracts';

/** Counts of one class, from the confusion matrix. */
export interface ClassScores {
  readonly support: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** @returns counts, row: true class, column: predicted class */
export function confusionMatrixOf(labels: Int32Array, predicted: Int32Array, classes: number): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  labels.forEach((label, index) => matrix[label]![predicted[index]!]!++);
  return matrix;
}

/** Precision, recall and F1 (van Rijsbergen 1979) of each class; 0 if the divisor is zero. */
export function classScoresOf(matrix: readonly (readonly number[])[]): ClassScores[] {
  return matrix.map((row, index) => {
    const hits = row[index]!;
    const support = row.reduce((sum, count) => sum + count, 0);
    const predicted = matrix.reduce((sum, other) => sum + other[index]!, 0);
    return {
      support,
      precision: predicted === 0 ? 0 : hits / predicted,
      recall: support === 0 ? 0 : hits / support,
      f1: support + predicted === 0 ? 0 : (2 * hits) / (support + predicted),
    };
  });
}

/**
 * The mean of a score over the classes that occur, all weighted alike, as scikit-learn averages by default. A class
 * that no example has and no answer names was not tested, so it must not count as 0.
 */
export function macroMeanOf(matrix: readonly (readonly number[])[], key: 'precision' | 'recall' | 'f1'): number {
  const scores = classScoresOf(matrix);
  const occurring = [...matrix.keys()].filter((index) => classOccurs(matrix, index));
  return occurring.reduce((sum, index) => sum + scores[index]![key], 0) / occurring.length;
}
