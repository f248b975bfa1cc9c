import { join } from 'node:path';
import { z } from 'zod';
import { choosePort } from './port';
import { type Supervisor } from './supervisor';

const SCRIPT = join(__dirname, '..', 'kafka', 'start.mjs');
const DEFAULT_PORT = 9092;

export interface Kafka {
  /** `host:port`, with commas between several. */
  readonly brokers: string;
  /** Rejects when it is given up. */
  readonly ended: Promise<void>;
}

const readySchema = z.object({ brokers: z.string() });

/** Starts the broker that `npm run kafka` starts, with its log in `folder`. */
export async function startKafka(supervisor: Supervisor, folder: string): Promise<Kafka> {
  // Chosen here, once: a restarted broker is found at the address that the apps know.
  const port = await choosePort(undefined, DEFAULT_PORT);
  let tell: (broker: z.infer<typeof readySchema>) => void;
  const told = new Promise<z.infer<typeof readySchema>>((resolve) => (tell = resolve));
  const { ended } = supervisor.start({
    name: 'kafka',
    script: SCRIPT,
    args: ['--directory', folder, '--port', String(port)],
    onMessage: (message) => tell(readySchema.parse(message)),
  });
  const broker = await Promise.race([told, ended]);
  if (broker === undefined) throw new Error('Kafka was stopped while it started');
  return { brokers: broker.brokers, ended };
}
