import { once } from 'node:events';
import { createServer } from 'node:net';
import { LintelError } from '@lintel/contracts';

const HOST = '127.0.0.1';
const NEIGHBOURS = 50;

/**
 * A free port on the loopback address.
 * @param named the port that a person asked for: taken, it is refused. 0: any free one
 * @param preferred tried where none was asked for; taken, the next free one above it
 * @throws LintelError INVALID_ARGUMENT
 */
export async function choosePort(named: number | undefined, preferred: number): Promise<number> {
  if (named !== undefined) {
    const port = await tryPort(named);
    if (port !== undefined) return port;
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `Port ${named} can't be used: another program has it, or it needs more rights.`,
      cure: `stop that program (it is shown by: ss -ltnp "sport = :${named}"), or name another: npm start -- --port ${named + 1}`,
    });
  }
  for (let candidate = preferred; candidate < preferred + NEIGHBOURS; candidate += 1) {
    const port = await tryPort(candidate);
    if (port !== undefined) return port;
  }
  return choosePort(0, preferred);
}

/** @returns the port, or undefined where it can't be listened on */
async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen({ host: HOST, port, exclusive: true });
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
}
