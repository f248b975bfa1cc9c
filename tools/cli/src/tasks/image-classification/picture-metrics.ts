import { type EvaluationReport } from '@lintel/contracts';
import { type Metrics, reportMetrics } from '../../commands/metrics';

/** @returns an empty object if nothing was measured */
export function pictureMetrics(report: EvaluationReport | null): Metrics {
  if (report === null) return {};
  const { accuracy, accuracyInterval, macroF1, labels } = report;
  const metrics = { accuracy, accuracyInterval: { low: accuracyInterval.low, high: accuracyInterval.high }, macroF1 };
  return labels === undefined ? metrics : { ...metrics, ...reportMetrics(labels) };
}
