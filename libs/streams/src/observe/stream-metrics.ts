import { prometheusMetric as metric, type MetricSample as Sample, type StreamStatus } from '@lintel/contracts';

/** The status in the text format of Prometheus 0.0.4. */
export function streamMetrics(status: StreamStatus): string {
  const { consumers } = status;
  const each = (field: 'handledTotal' | 'duplicatesTotal' | 'retriedTotal' | 'deadLettersTotal'): Sample[] =>
    consumers.map((consumer) => [{ group: consumer.group }, consumer[field]]);
  const lag = consumers.flatMap(({ group, partitions }) =>
    partitions.map(({ topic, partition, lag }): Sample => [{ group, topic, partition }, lag]),
  );
  const kept = consumers.flatMap(({ group, deadLettersKept }): Sample[] =>
    deadLettersKept === null ? [] : [[{ group }, deadLettersKept]],
  );
  return [
    metric('lintel_stream_up', 'gauge', '1 while the broker answers.', [
      [{ engine: status.engine }, status.health.status === 'ready' ? 1 : 0],
    ]),
    metric('lintel_stream_lag', 'gauge', 'Records that wait for the group.', lag),
    metric('lintel_stream_events_handled_total', 'counter', 'Events handled.', each('handledTotal')),
    metric('lintel_stream_events_duplicate_total', 'counter', 'Redeliveries dropped.', each('duplicatesTotal')),
    metric('lintel_stream_events_retried_total', 'counter', 'Failures sent to a retry topic.', each('retriedTotal')),
    metric('lintel_stream_events_dead_total', 'counter', 'Events given up.', each('deadLettersTotal')),
    metric('lintel_stream_dead_letters', 'gauge', 'Dead letters kept.', kept),
  ].join('');
}
