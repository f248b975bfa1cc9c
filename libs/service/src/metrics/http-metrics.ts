import { Injectable } from '@nestjs/common';
import { Gauge, Histogram, Registry } from 'prom-client';
import { MetricSources } from './metric-sources';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Metrics of the number and duration of requests. */
@Injectable()
export class HttpMetrics {
  private readonly registry = new Registry();
  private readonly inFlight = new Gauge({
    name: 'lintel_http_requests_in_flight',
    help: 'Requests that are being answered.',
    registers: [this.registry],
  });
  private readonly duration = new Histogram({
    name: 'lintel_http_request_duration_seconds',
    help: 'From the request line to the last byte of the answer, by route.',
    labelNames: ['method', 'route', 'status_class'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  constructor(sources: MetricSources) {
    sources.add(async () => `${await this.registry.metrics()}\n`);
  }

  began(): void {
    this.inFlight.inc();
  }

  /**
   * @param route template, or `none`; URLs would give an unbounded number of series
   * @param status 0 if the client disconnected before the response
   */
  ended(method: string, route: string, status: number, seconds: number): void {
    this.inFlight.dec();
    const status_class = status === 0 ? 'aborted' : `${Math.floor(status / 100)}xx`;
    // The caller can send any method, too.
    this.duration.observe({ method: METHODS.has(method) ? method : 'OTHER', route, status_class }, seconds);
  }
}
