import { join } from 'node:path';
import { z } from 'zod';
import { choosePort } from './port';
import { type Supervisor } from './supervisor';

const readySchema = z.object({ url: z.string(), folder: z.string() });

/**
 * Starts the embedded PostgreSQL as the first program, so that it is stopped last.
 * @returns its connection string and where its files lie
 */
export async function startDatabase(supervisor: Supervisor, folder: string): Promise<z.infer<typeof readySchema>> {
  // Chosen here, once: a restarted server is found at the address that the apps know.
  const port = await choosePort(0, 0);
  let tell: (database: z.infer<typeof readySchema>) => void;
  const told = new Promise<z.infer<typeof readySchema>>((resolve) => (tell = resolve));
  const program = supervisor.start({
    name: 'database',
    script: join(__dirname, 'database-program.js'),
    args: ['--folder', folder, '--port', String(port)],
    onMessage: (message) => tell(readySchema.parse(message)),
    stopWithinMs: 30_000,
  });
  return Promise.race([told, program.ended.then(() => Promise.reject(new Error('the database was stopped')))]);
}
