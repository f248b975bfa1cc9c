import { type MetricEstimate } from '@lintel/contracts';

/** Name, value and 95 % interval of each metric, as people read them. */
export function describeMetrics({
  metrics,
}: {
  readonly metrics: Readonly<Record<string, MetricEstimate>>;
}): string[][] {
  return Object.entries(metrics).map(([key, { value, low, high }]) => [
    key,
    figure(value),
    low === high ? '' : `${figure(low)} – ${figure(high)}`,
  ]);
}

const figure = (value: number): string => (Math.abs(value) < 10 ? value.toFixed(3) : value.toPrecision(4));
