import { type EvaluationReport } from '@lintel/contracts';

/**
 * The report without the classes that no test example has and no answer names: they were not tested, and a model may
 * know hundreds of them.
 */
export function withOccurringClasses(report: EvaluationReport): EvaluationReport {
  const { confusionMatrix: matrix, classNames, classes } = report;
  // Examples with several labels have no matrix.
  const occurs = (index: number): boolean =>
    matrix.length === 0 || classes[index]!.support > 0 || matrix.some((row) => row[index]! > 0);
  const kept = <Value>(values: readonly Value[]): Value[] => values.filter((_, index) => occurs(index));
  return { ...report, classNames: kept(classNames), classes: kept(classes), confusionMatrix: kept(matrix).map(kept) };
}
