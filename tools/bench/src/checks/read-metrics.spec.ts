import { parseMetrics } from './read-metrics';

const TEXT = `# HELP x y
lintel_http_request_duration_seconds_count{method="GET",route="/v1/a",status_class="2xx"} 3
lintel_http_request_duration_seconds_count{method="POST",route="/v1/a",status_class="5xx"} 2
lintel_http_request_duration_seconds_count{method="GET",route="/v1/b",status_class="2xx"} 4
lintel_http_request_duration_seconds_bucket{le="1",method="GET",route="/v1/a",status_class="5xx"} 9
process_resident_memory_bytes 218476544
nodejs_heap_size_used_bytes 5.7e+7
`;

describe('the metrics of a service', () => {
  it('gives the memory of the service, and its requests by class of status and by route', () => {
    const metrics = parseMetrics(TEXT);
    expect([metrics.residentBytes, metrics.heapBytes]).toEqual([218_476_544, 57_000_000]);
    expect([...metrics.requests]).toEqual([
      ['2xx', 7],
      ['5xx', 2],
    ]);
    expect([...metrics.byRoute('5xx')]).toEqual([['POST /v1/a', 2]]);
  });
});
