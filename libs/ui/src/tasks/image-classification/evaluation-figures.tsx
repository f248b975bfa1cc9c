'use client';

import { type EvaluationReport } from '@lintel/contracts';
import { useLanguage } from '../../language/language-provider';
import { Figures } from '../../page/figures';
import { type EvaluationFiguresText } from './evaluation-text';

export interface EvaluationFiguresProps {
  readonly evaluation: EvaluationReport;
  readonly text: EvaluationFiguresText;
}

/** The quality of a model in four figures. */
export function EvaluationFigures({ evaluation, text }: EvaluationFiguresProps) {
  const { format } = useLanguage();
  const { accuracy, accuracyInterval, macroF1, calibration, examples } = evaluation;
  return (
    <Figures
      figures={[
        {
          name: text.accuracy,
          value: format.percent(accuracy),
          hint: text.accuracyHint(
            format.percent(accuracyInterval.low),
            format.percent(accuracyInterval.high),
            accuracyInterval.method,
          ),
        },
        { name: text.macroF1, value: format.decimal(macroF1), hint: text.macroF1Hint },
        {
          name: text.calibration,
          value: format.percent(calibration.expectedCalibrationError),
          hint: text.calibrationHint,
        },
        { name: text.testExamples, value: format.integer(examples), hint: text.testExamplesHint },
      ]}
    />
  );
}
