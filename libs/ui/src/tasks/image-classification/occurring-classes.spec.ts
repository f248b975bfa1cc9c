import { type EvaluationReport } from '@lintel/contracts';
import { withOccurringClasses } from './occurring-classes';

const classReport = (className: string, support: number) => ({
  className,
  support,
  ...{ precision: 0, recall: 0, f1: 0, roc: null, precisionRecall: null },
});
const report = {
  classNames: ['cup', 'absent', 'answered only'],
  classes: [classReport('cup', 2), classReport('absent', 0), classReport('answered only', 0)],
  confusionMatrix: [
    [1, 0, 1],
    [0, 0, 0],
    [0, 0, 0],
  ],
} as unknown as EvaluationReport;

describe('withOccurringClasses', () => {
  it('keeps the classes of test examples and of answers, in the lists and in the matrix', () => {
    const shown = withOccurringClasses(report);
    expect(shown.classNames).toEqual(['cup', 'answered only']);
    expect(shown.classes.map(({ className }) => className)).toEqual(['cup', 'answered only']);
    expect(shown.confusionMatrix).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });

  it('keeps every label of examples with several labels', () => {
    expect(withOccurringClasses({ ...report, confusionMatrix: [] }).classNames).toHaveLength(3);
  });
});
