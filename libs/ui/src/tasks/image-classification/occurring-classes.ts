import { classOccurs, type EvaluationReport } from '@lintel/contracts';

/**
 * The report without the classes that no test example has and no answer names: they were not tested, and a model may
 * know hundreds of them.
 */
export function withOccurringClasses(report: EvaluationReport): EvaluationReport {
  const { confusionMatrix: matrix, classNames, classes } = report;
  const kept = <Value>(values: readonly Value[]): Value[] => values.filter((_, index) => classOccurs(matrix, index));
  return { ...report, classNames: kept(classNames), classes: kept(classes), confusionMatrix: kept(matrix).map(kept) };
}
