export type MetricSample = readonly [labels: Readonly<Record<string, string | number>>, value: number];

/** One metric in the text format of Prometheus 0.0.4. */
export function prometheusMetric(
  name: string,
  type: 'gauge' | 'counter' | 'histogram',
  help: string,
  samples: readonly MetricSample[],
): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples.map((sample) => prometheusSample(name, sample)).join('')}`;
}

/** One line of a metric; the lines of a histogram have their own names (`…_bucket`, `…_sum`, `…_count`). */
export function prometheusSample(name: string, [labels, value]: MetricSample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escape(String(text))}"`);
  return `${name}{${pairs.join(',')}} ${value}\n`;
}

const escape = (text: string): string => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
