import { type MetricEstimate } from '@lintel/contracts';
import { describeMetrics } from '../../commands/describe-metrics';
import { reportMetrics } from '../../commands/metrics';
import { table } from '../../terminal/wording';

type Metrics = Readonly<Record<string, MetricEstimate>>;

/** Figures of a model, and those of what needs no model by its name. */
interface WithBaselines {
  readonly metrics: Metrics;
  readonly baselines: Readonly<Record<string, Metrics>>;
}

/** Both for the JSON line. */
export const aboutMetrics = ({ metrics, baselines }: WithBaselines) => ({
  metrics: reportMetrics({ metrics }),
  baselines: Object.fromEntries(
    Object.entries(baselines).map(([name, own]) => [name, reportMetrics({ metrics: own })]),
  ),
});

/** A table of the figures with their intervals, beside those of what needs no model. */
export function besideBaselines({ metrics, baselines }: WithBaselines): string {
  const names = Object.keys(baselines);
  const others = names.map((name) => {
    return new Map(describeMetrics({ metrics: baselines[name]! }).map(([key, value]) => [key, value] as const));
  });
  const rows = describeMetrics({ metrics }).map((row) => [...row, ...others.map((other) => other.get(row[0]) ?? '')]);
  return table(['metric', 'value', '95% interval', ...names], rows);
}

/** Said if a model is measured on what it has learned from. */
export const LEARNED =
  'warning: the model has learned from these very rows, so its figures here are too good. The figures of its training are honest.';
