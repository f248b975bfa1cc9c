import { type EvaluationReport } from '@lintel/contracts';

/** The evaluation with class names in the reader's language. */
export function namedEvaluation(report: EvaluationReport, title: (className: string) => string): EvaluationReport {
  return {
    ...report,
    classNames: report.classNames.map(title),
    classes: report.classes.map((one) => ({ ...one, className: title(one.className) })),
  };
}
