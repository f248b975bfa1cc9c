import { type EvaluationReport, type MetricEstimate } from '@lintel/contracts';

/** Metrics by key, each with its 95 % interval as `<key>Interval`. */
export type Metrics = Readonly<Record<string, number | { readonly low: number; readonly high: number }>>;

/** @returns an empty object if nothing was measured */
export function pictureMetrics(report: EvaluationReport | null): Metrics {
  if (report === null) return {};
  const { accuracy, accuracyInterval, macroF1, labels } = report;
  const metrics = { accuracy, accuracyInterval: { low: accuracyInterval.low, high: accuracyInterval.high }, macroF1 };
  return labels === undefined ? metrics : { ...metrics, ...reportMetrics(labels) };
}

/** Of a report that holds its metrics by key; one that was not measured is left out. */
export const reportMetrics = ({
  metrics,
}: {
  readonly metrics: Readonly<Record<string, MetricEstimate | undefined>>;
}): Metrics =>
  Object.fromEntries<Metrics[string]>(
    Object.entries(metrics).flatMap(([key, estimate]) =>
      estimate === undefined
        ? []
        : [
            [key, estimate.value],
            [`${key}Interval`, { low: estimate.low, high: estimate.high }],
          ],
    ),
  );
