import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { choosePort } from './port';

let server: Server;
let taken: number;
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  taken = typeof address === 'object' && address !== null ? address.port : 0;
});
afterEach(() => server.close());

describe('the port of an app', () => {
  it('is the next free one where the preferred one is taken', async () => {
    const port = await choosePort(undefined, taken);
    expect(port).toBeGreaterThan(taken);
  });

  it('is refused where a person named it and another program has it', async () => {
    await expect(choosePort(taken, 3000)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      problem: expect.stringContaining(`Port ${taken} can't be used`) as string,
      cure: expect.stringContaining(`--port ${taken + 1}`) as string,
    });
  });

  it('is any free one for 0', async () => {
    expect(await choosePort(0, taken)).not.toBe(taken);
  });
});
