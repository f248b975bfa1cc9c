import { prometheusMetric, type MetricSample } from '@lintel/contracts';
import { JobQueue, ModelRegistry } from '@lintel/data';
import { MetricSources } from '@lintel/service';
import { Injectable } from '@nestjs/common';

const DAY_MS = 24 * 3_600_000;

/**
 * The number of jobs of every vertical in the Prometheus text format, because trainers themselves listen on no port.
 */
@Injectable()
export class JobMetrics {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly jobs: JobQueue,
    sources: MetricSources,
  ) {
    // While the database is unreachable, the metrics of jobs are left out, and the others are still reported.
    sources.add(() => this.text().catch(() => ''));
  }

  private async text(): Promise<string> {
    const verticals = [...new Set((await this.registry.models()).map(({ vertical }) => vertical))].sort();
    const since = new Date(Date.now() - DAY_MS);
    const counts = await Promise.all(
      verticals.map(async (vertical) => ({ vertical, ...(await this.jobs.counts(since, [vertical])) })),
    );
    const gauge = (name: string, help: string, samples: MetricSample[]): string =>
      prometheusMetric(name, 'gauge', help, samples);
    const each = (value: (count: (typeof counts)[number]) => number): MetricSample[] =>
      counts.map((count) => [{ vertical: count.vertical }, value(count)]);
    const ended = counts.flatMap(({ vertical, failed, succeeded }): MetricSample[] => [
      [{ vertical, outcome: 'succeeded' }, succeeded],
      [{ vertical, outcome: 'failed' }, failed],
    ]);
    return [
      gauge(
        'lintel_jobs_waiting',
        'Jobs that wait for a trainer.',
        each(({ queued }) => queued),
      ),
      gauge(
        'lintel_jobs_active',
        'Jobs that run.',
        each(({ active }) => active),
      ),
      gauge('lintel_jobs_ended_last_day', 'Jobs that ended in the last 24 hours.', ended),
    ].join('');
  }
}
