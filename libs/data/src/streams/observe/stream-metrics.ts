import type { StreamStatus } from '@lintel/contracts';

type Sample = readonly [labels: Readonly<Record<string, string | number>>, value: number];

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

function metric(name: string, type: 'gauge' | 'counter', help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escape(String(text))}"`);
    return `${name}{${pairs.join(',')}} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

const escape = (text: string): string => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
