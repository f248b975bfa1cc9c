import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const START = resolve(__dirname, '../../../../../tools/local/kafka/start.mjs');

/** A real Apache Kafka for one test file, through the same program as `npm run kafka`. */
export interface TestKafka {
  readonly brokers: string[];
  /** kill -9: no goodbye to anybody. */
  kill(): Promise<void>;
  /** Starts again on the same log and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestKafka(options: { port?: number } = {}): Promise<TestKafka> {
  const directory = await mkdtemp(join(tmpdir(), 'lintel-kafka-'));
  let broker = await launch(directory, options.port ?? 0);
  const { port } = broker;
  const gone = async (): Promise<void> => {
    if (broker.child.exitCode === null && broker.child.signalCode === null) await once(broker.child, 'exit');
  };
  return {
    brokers: [broker.brokers],
    async kill() {
      process.kill(broker.pid, 'SIGKILL');
      await gone();
    },
    async restart() {
      broker = await launch(directory, port);
    },
    async stop() {
      broker.child.kill('SIGTERM');
      await gone();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function launch(
  directory: string,
  port: number,
): Promise<{ child: ChildProcess; brokers: string; pid: number; port: number }> {
  const child = spawn(process.execPath, [START, '--json', '--directory', directory, '--port', String(port)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, ...(JSON.parse(line) as { brokers: string; pid: number; port: number }) };
  }
  throw new Error(`Kafka did not start: ${errors}`);
}
