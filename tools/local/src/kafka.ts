import { join } from 'node:path';
import { z } from 'zod';
import { choosePort } from './port';
import { type Supervisor } from './supervisor';

const SCRIPT = join(__dirname, '..', 'kafka', 'start.mjs');
const DEFAULT_PORT = 9092;

export interface Kafka {
  /** `host:port`, separated by commas. */
  readonly brokers: string;
  /** Rejects when the supervisor gives up on it. */
  readonly ended: Promise<void>;
}

const readySchema = z.object({ brokers: z.string() });

/** Starts the same broker as `npm run kafka`, with its log in `folder`. */
export async function startKafka(supervisor: Supervisor, folder: string): Promise<Kafka> {
  // Chosen once: the apps find a restarted broker at the same address.
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
  if (broker === undefined) throw new Error('Kafka was stopped while it was starting');
  return { brokers: broker.brokers, ended };
}
