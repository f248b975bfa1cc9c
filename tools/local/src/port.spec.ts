import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { choosePort, choosePorts } from './port';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(host: string, port = 0): Promise<number> {
  const server = createServer().listen(port, host);
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('the ports of the apps', () => {
  it('are the next free ones if the preferred one is in use', async () => {
    const taken = await listen('127.0.0.1');
    const ports = await choosePorts(undefined, taken, 2);
    expect(ports).not.toContain(taken);
    expect(new Set(ports).size).toBe(2);
  });

  it.each(['127.0.0.1', '::1', '0.0.0.0', '::'])('are not those of a program that listens on %s', async (host) => {
    const taken = await listen(host);
    expect(await choosePort(undefined, taken)).not.toBe(taken);
  });

  it('are refused if a person named them and one of them is in use, with ports that are free', async () => {
    const taken = await listen('127.0.0.1');
    const error = await choosePorts(taken - 1, 3000, 2).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'INVALID_ARGUMENT',
      problem: `Port ${taken} is in use by another program, or requires more privileges.`,
      expected: '2 free ports in a row, one for each app',
    });
    const suggested = Number(/--port (\d+)/.exec((error as { cure: string }).cure)?.[1]);
    expect(await choosePorts(suggested, 3000, 2)).toEqual([suggested, suggested + 1]);
  });

  it('are any free ones for 0', async () => {
    expect(new Set(await choosePorts(0, 3000, 3)).size).toBe(3);
  });
});
