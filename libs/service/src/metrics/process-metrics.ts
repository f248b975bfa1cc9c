import { prometheusMetric } from '@lintel/contracts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectDefaultMetrics, Registry } from 'prom-client';

let registry: Registry | undefined;

/** Event loop, memory, garbage collection and handles of the process, also if several services share it. */
export async function processMetrics(): Promise<string> {
  if (registry === undefined) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  return `${await registry.metrics()}\n`;
}

/** The name and commit of the program as a metric. @param commit of the code, if known */
export function buildInfo(service: string, commit: string | undefined): string {
  const labels = { service, version: VERSION, revision: commit ?? 'unknown', node: process.version };
  return prometheusMetric('lintel_build_info', 'gauge', 'What runs; always 1.', [[labels, 1]]);
}

const VERSION = (JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string })
  .version;
