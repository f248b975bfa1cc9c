/** The texts of an evaluation. Each app has its own word for an example: a picture, a scan, a payment. */
export interface EvaluationText {
  readonly confusion: string;
  readonly mistakes: string;
  readonly mistake: (trueClass: string, predicted: string) => string;
  readonly mistakeCount: (count: string, share: string) => string;
  readonly noMistakes: string;
  readonly perClass: string;
  readonly perClassCaption: string;
  readonly column: Readonly<Record<'className' | 'precision' | 'recall' | 'f1' | 'support', string>>;
  /** That classes without test examples and answers are not shown. */
  readonly untested: (classes: number) => string;
  readonly curves: string;
  readonly curveClass: string;
  readonly roc: string;
  readonly rocSummary: (className: string, auc: string) => string;
  readonly precisionRecall: string;
  readonly precisionRecallSummary: (className: string, value: string) => string;
  readonly noCurve: string;
  readonly calibration: string;
  readonly calibrationTitle: string;
  readonly calibrationSummary: (error: string) => string;
}

/** Explanations of the four most important figures. */
export interface EvaluationFiguresText {
  readonly accuracy: string;
  readonly accuracyHint: (low: string, high: string, method?: 'wilson') => string;
  readonly macroF1: string;
  readonly macroF1Hint: string;
  readonly calibration: string;
  readonly calibrationHint: string;
  readonly testExamples: string;
  readonly testExamplesHint: string;
}
