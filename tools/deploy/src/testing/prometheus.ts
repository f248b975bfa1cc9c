import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './deployed-environment';
import { toolPath } from './describe-with';
import { eventually } from './eventually';

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** A real Prometheus with its own configuration. */
export interface TestPrometheus {
  /** @returns the current result of a query; @throws if Prometheus cannot parse it */
  query(query: string): Promise<readonly Series[]>;
  stop(): Promise<void>;
}

/** @param config text of prometheus.yml that references no other files */
export async function startPrometheus(config: string): Promise<TestPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-prometheus-'));
  const file = join(folder, 'prometheus.yml');
  writeFileSync(file, config);
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(
    toolPath('prometheus'),
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${new URL(url).host}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4_000)));
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  const ready = await eventually(
    async () => (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok === true,
    (yes) => yes,
  );
  if (!ready) {
    await stop();
    throw new Error(log);
  }
  return {
    stop,
    async query(query) {
      const answer = await fetch(`${url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query }) });
      const { status, error, data } = (await answer.json()) as {
        status: string;
        error?: string;
        data: { result: readonly Series[] };
      };
      if (status !== 'success') throw new Error(`${query}: ${error}`);
      return data.result;
    },
  };
}
