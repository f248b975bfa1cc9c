/** A snapshot of a service's metrics, as Prometheus would scrape them. */
export interface ServiceMetrics {
  readonly residentBytes: number;
  readonly heapBytes: number;
  /** Number of requests since the start by class of status (`2xx`, `aborted`). */
  readonly requests: ReadonlyMap<string, number>;
  /** Number of requests with a class of status, by `method route`. */
  readonly byRoute: (statusClass: string) => ReadonlyMap<string, number>;
}

const COUNT = /^lintel_http_request_duration_seconds_count\{(.*)\} (\d+)$/gm;

/** @param url of the service, on this machine */
export async function readMetrics(url: string): Promise<ServiceMetrics> {
  return parseMetrics(await (await fetch(`${url}/metrics`)).text());
}

/** @param text in the Prometheus text format */
export function parseMetrics(text: string): ServiceMetrics {
  const counts = [...text.matchAll(COUNT)].map(([, labels = '', count]) => ({
    statusClass: label(labels, 'status_class'),
    route: `${label(labels, 'method')} ${label(labels, 'route')}`,
    count: Number(count),
  }));
  const sum = (entries: readonly [key: string, count: number][]): ReadonlyMap<string, number> => {
    const sums = new Map<string, number>();
    for (const [key, count] of entries) sums.set(key, (sums.get(key) ?? 0) + count);
    return sums;
  };
  return {
    residentBytes: gauge(text, 'process_resident_memory_bytes'),
    heapBytes: gauge(text, 'nodejs_heap_size_used_bytes'),
    requests: sum(counts.map(({ statusClass, count }) => [statusClass, count])),
    byRoute: (wanted) =>
      sum(counts.flatMap(({ statusClass, route, count }) => (statusClass === wanted ? [[route, count]] : []))),
  };
}

function label(labels: string, name: string): string {
  return new RegExp(`${name}="([^"]*)"`).exec(labels)?.[1] ?? '';
}

function gauge(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}
