import { type EvaluationReport } from '@lintel/contracts';

/** The evaluation with its classes called what the reader calls them. */
export function namedEvaluation(report: EvaluationReport, title: (className: string) => string): EvaluationReport {
  return {
    ...report,
    classNames: report.classNames.map(title),
    classes: report.classes.map((one) => ({ ...one, className: title(one.className) })),
  };
}
