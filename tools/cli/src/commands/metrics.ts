import { type MetricEstimate } from '@lintel/contracts';

/** Metrics by key, each with its 95 % interval as `<key>Interval`. */
export type Metrics = Readonly<Record<string, number | { readonly low: number; readonly high: number }>>;

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
