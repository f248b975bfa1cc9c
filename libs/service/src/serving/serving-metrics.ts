import { prometheusMetric, prometheusSample, type MetricSample } from '@lintel/contracts';
import { type HistogramSnapshot, type ServedMetrics } from '@lintel/core-ml';
import { type AnyServedModel } from './served-model';

interface Side {
  readonly labels: Readonly<Record<string, string>>;
  readonly metrics: ServedMetrics;
}

/** The queues and the answers of a service's models, in the text format of Prometheus. */
export function servingMetrics(models: readonly AnyServedModel[]): string {
  const served = models.map((model) => model.server.metrics());
  const sides = served.flatMap(({ name, champion, challenger }): Side[] => [
    ...(champion === null ? [] : [{ labels: { model: name, side: 'champion' }, metrics: champion }]),
    ...(challenger === null ? [] : [{ labels: { model: name, side: 'challenger' }, metrics: challenger }]),
  ]);
  const each = (value: (metrics: ServedMetrics) => number): MetricSample[] =>
    sides.map(({ labels, metrics }) => [labels, value(metrics)]);
  const releases = sides.flatMap(({ labels, metrics }) =>
    Object.entries(metrics.releases).map(([reason, count]): MetricSample => [{ ...labels, reason }, count]),
  );
  const ready = served.map(({ name, champion }): MetricSample => [{ model: name }, champion === null ? 0 : 1]);
  const swaps = served.map(({ name, swaps: count }): MetricSample => [{ model: name }, count]);
  return [
    prometheusMetric('lintel_model_ready', 'gauge', '1 while a version answers.', ready),
    prometheusMetric('lintel_model_swaps_total', 'counter', 'Changes of who answers.', swaps),
    prometheusMetric(
      'lintel_model_examples_total',
      'counter',
      'Examples answered.',
      each(({ rows }) => rows),
    ),
    prometheusMetric('lintel_model_batches_total', 'counter', 'Batches, by why they were released.', releases),
    prometheusMetric(
      'lintel_model_rejected_total',
      'counter',
      'Turned away by a full queue.',
      each((m) => m.rejected),
    ),
    prometheusMetric(
      'lintel_model_cancelled_total',
      'counter',
      'Left before the answer.',
      each((m) => m.cancelled),
    ),
    prometheusMetric(
      'lintel_model_waiting',
      'gauge',
      'Examples that wait.',
      each((m) => m.waitingRows),
    ),
    prometheusMetric(
      'lintel_model_oldest_wait_ms',
      'gauge',
      'Wait of the oldest.',
      each((m) => m.oldestWaitMs),
    ),
    histogram('lintel_model_wait_ms', 'From arrival to release.', sides, ({ waitMs }) => waitMs),
    histogram('lintel_model_run_ms', 'Of a batch in the model.', sides, ({ runMs }) => runMs),
    histogram('lintel_model_batch_examples', 'Examples in a batch.', sides, ({ batchRows }) => batchRows),
  ].join('');
}

function histogram(
  name: string,
  help: string,
  sides: readonly Side[],
  of: (metrics: ServedMetrics) => HistogramSnapshot,
): string {
  const lines = sides.flatMap(({ labels, metrics }) => {
    const { bounds, counts, count, sum } = of(metrics);
    let upTo = 0;
    const buckets = bounds.map((bound, index) => {
      upTo += counts[index]!;
      return prometheusSample(`${name}_bucket`, [{ ...labels, le: bound }, upTo]);
    });
    return [
      ...buckets,
      prometheusSample(`${name}_bucket`, [{ ...labels, le: '+Inf' }, count]),
      prometheusSample(`${name}_sum`, [labels, sum]),
      prometheusSample(`${name}_count`, [labels, count]),
    ];
  });
  return prometheusMetric(name, 'histogram', help, []) + lines.join('');
}
