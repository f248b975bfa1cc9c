import { join } from 'node:path';
import { z } from 'zod';
import { choosePort } from './port';
import { type Supervisor } from './supervisor';

export interface Database {
  /** Connection string with its password. */
  readonly url: string;
  /** Its location, for people. */
  readonly place: string;
  /** Rejects when the supervisor gives up on it. */
  readonly ended: Promise<void>;
}

const readySchema = z.object({ url: z.string(), folder: z.string() });

/** Starts the embedded PostgreSQL. It starts first, so it is stopped last. */
export async function startDatabase(supervisor: Supervisor, folder: string): Promise<Database> {
  // Chosen once: the apps find a restarted server at the same address.
  const port = await choosePort(0, 0);
  let tell: (server: z.infer<typeof readySchema>) => void;
  const told = new Promise<z.infer<typeof readySchema>>((resolve) => (tell = resolve));
  const { ended } = supervisor.start({
    name: 'database',
    script: join(__dirname, 'database-program.js'),
    args: ['--folder', folder, '--port', String(port)],
    onMessage: (message) => tell(readySchema.parse(message)),
    stopWithinMs: 30_000,
  });
  const server = await Promise.race([told, ended]);
  if (server === undefined) throw new Error('the database was stopped while it was starting');
  return { url: server.url, place: server.folder, ended };
}
