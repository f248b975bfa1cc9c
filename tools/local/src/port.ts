import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { LintelError } from '@lintel/contracts';

/** A browser may resolve localhost to either address. */
const LOOPBACK = ['127.0.0.1', '::1'];
const NEIGHBOURS = 50;
const HIGHEST_PORT = 65_535;
const CONNECT_WITHIN_MS = 500;

/**
 * Free ports on the loopback address, one for each of several programs.
 * @param named the port that the user requested: it and the ports after it are used, and an error is thrown if one of
 *   them is in use. 0: any free ones
 * @param preferred tried if none was requested; a port in use is skipped
 * @param count number of ports
 * @throws LintelError INVALID_ARGUMENT
 */
export async function choosePorts(named: number | undefined, preferred: number, count: number): Promise<number[]> {
  if (named === 0) return anyFree(count);
  if (named !== undefined) {
    const wanted = range(named, count);
    const taken = await firstTaken(wanted);
    if (taken === undefined) return wanted;
    throw portInUse(taken, count, await nextFreeRange(taken + 1, count));
  }
  const chosen: number[] = [];
  for (let candidate = preferred; candidate < preferred + NEIGHBOURS && chosen.length < count; candidate += 1) {
    if ((await tryPort(candidate)) !== undefined) chosen.push(candidate);
  }
  return chosen.length === count ? chosen : anyFree(count);
}

/** One port, chosen as by {@link choosePorts}. */
export async function choosePort(named: number | undefined, preferred: number): Promise<number> {
  return (await choosePorts(named, preferred, 1))[0]!;
}

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

async function firstTaken(ports: readonly number[]): Promise<number | undefined> {
  for (const port of ports) if (port > HIGHEST_PORT || (await tryPort(port)) === undefined) return port;
  return undefined;
}

async function nextFreeRange(from: number, count: number): Promise<number | undefined> {
  for (let first = from; first < from + NEIGHBOURS && first + count - 1 <= HIGHEST_PORT; first += 1) {
    if ((await firstTaken(range(first, count))) === undefined) return first;
  }
  return undefined;
}

async function anyFree(count: number): Promise<number[]> {
  const chosen = new Set<number>();
  while (chosen.size < count) {
    const port = await tryPort(0);
    if (port === undefined) {
      throw new LintelError('INVALID_ARGUMENT', {
        problem: 'No port is free on the loopback address.',
        cure: 'Stop a program that listens on one (ss -ltnp lists them).',
      });
    }
    chosen.add(port);
  }
  return [...chosen];
}

function portInUse(port: number, count: number, free: number | undefined): LintelError {
  const other = free === undefined ? '' : `, or start on other ports: npm start -- --port ${free}`;
  return new LintelError('INVALID_ARGUMENT', {
    problem: `Port ${port} is in use by another program, or requires more privileges.`,
    expected: count === 1 ? 'a free port' : `${count} free ports in a row, one for each app`,
    cure: `Stop that program (ss -ltnp "sport = :${port}" shows it)${other}`,
  });
}

/**
 * @param port 0: any free one
 * @returns the port, or undefined if it can't be listened on, or a program answers on it on any loopback address
 */
async function tryPort(port: number): Promise<number | undefined> {
  // Some systems let a program listen on 127.0.0.1 beside another one that listens on every address.
  for (const host of port === 0 ? [] : LOOPBACK) if (await answers(host, port)) return undefined;
  const server = createServer();
  try {
    server.listen({ host: LOOPBACK[0], port, exclusive: true });
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_WITHIN_MS });
    const end = (connected: boolean): void => {
      socket.destroy();
      resolve(connected);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
