import { type EvaluationReport, type Headline, taskContract } from '@lintel/contracts';

/** All figures of an evaluation, the most important one first. */
export function classFigures(report: EvaluationReport): Headline[] {
  const { low, high } = report.accuracyInterval;
  const error = report.calibration.expectedCalibrationError;
  const share = (key: string, value: number, better: Headline['better'] = 'higher'): Headline => ({
    key,
    value,
    interval: null,
    unit: 'share',
    better,
  });
  if (report.labels !== undefined) {
    return [
      ...taskContract('image-classification').headlines(report),
      { ...share('allLabelsRight', report.accuracy), interval: { low, high } },
      share('macroPrecision', report.macroPrecision),
      share('macroRecall', report.macroRecall),
      share('calibrationError', error, 'lower'),
    ];
  }
  return [
    { ...share('accuracy', report.accuracy), interval: { low, high } },
    share('top5Accuracy', report.top5Accuracy),
    share('macroPrecision', report.macroPrecision),
    share('macroRecall', report.macroRecall),
    share('macroF1', report.macroF1),
    { key: 'logLoss', value: report.logLoss, interval: null, unit: 'number', better: 'lower' },
    share('calibrationError', error, 'lower'),
  ];
}
