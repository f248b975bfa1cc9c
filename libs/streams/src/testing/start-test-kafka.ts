import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const START = resolve(__dirname, '../../../../tools/local/kafka/start.mjs');

/** A real Apache Kafka for one test file, started by the same program as `npm run kafka`. */
export interface TestKafka {
  readonly brokers: string[];
  /** The folder with the logs of its partitions: one folder each. */
  readonly logs: string;
  /** The listener with TLS and authentication, if it was requested. */
  readonly secure: { readonly port: number; readonly ca: string } | undefined;
  /** kill -9: without a clean shutdown. */
  kill(): Promise<void>;
  /** Shuts down cleanly, and keeps its log for `restart`. */
  shutDown(): Promise<void>;
  /** Restarts with the same log and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** @param options.secure `user:password` accepted by a second listener with TLS */
export async function startTestKafka(options: { port?: number; secure?: string } = {}): Promise<TestKafka> {
  const directory = await mkdtemp(join(tmpdir(), 'lintel-kafka-'));
  let broker = await launch(directory, options.port ?? 0, options.secure);
  const { port } = broker;
  const gone = async (): Promise<void> => {
    if (broker.child.exitCode === null && broker.child.signalCode === null) await once(broker.child, 'exit');
  };
  return {
    brokers: [broker.brokers],
    logs: join(directory, 'log'),
    secure: broker.secure,
    async kill() {
      process.kill(broker.pid, 'SIGKILL');
      await gone();
    },
    async shutDown() {
      broker.child.kill('SIGTERM');
      await gone();
    },
    async restart() {
      broker = await launch(directory, port, options.secure);
    },
    async stop() {
      broker.child.kill('SIGTERM');
      await gone();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

interface Launched {
  readonly brokers: string;
  readonly pid: number;
  readonly port: number;
  readonly secure?: { readonly port: number; readonly ca: string };
}

async function launch(
  directory: string,
  port: number,
  secure: string | undefined,
): Promise<Launched & { readonly child: ChildProcess }> {
  const asked = ['--json', '--directory', directory, '--port', String(port)];
  if (secure !== undefined) asked.push('--secure', secure);
  const child = spawn(process.execPath, [START, ...asked], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, ...(JSON.parse(line) as Launched) };
  }
  throw new Error(`Kafka did not start: ${errors}`);
}
