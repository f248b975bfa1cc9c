import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import { HttpClient, postRequest } from './http-client';

describe('HttpClient', () => {
  const opened: { close(): unknown }[] = [];
  afterEach(() => opened.splice(0).forEach((each) => each.close()));

  async function listen(server: Pick<Server, 'listen' | 'address' | 'once' | 'close'>): Promise<string> {
    opened.push(server);
    server.listen(0, '127.0.0.1');
    await once(server as Server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  async function connect(handler: RequestListener): Promise<{ client: HttpClient; url: string; server: Server }> {
    const server = createServer(handler);
    const url = await listen(server);
    const client = new HttpClient(url);
    opened.push(client);
    return { client, url, server };
  }

  const echo: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      response.writeHead(201, { 'content-length': body.length }).end(body);
    });
  };

  it('gives whole answers, large ones too, in the order of the requests and over one connection', async () => {
    const { client, url, server } = await connect(echo);
    let connections = 0;
    server.on('connection', () => connections++);
    for (const text of ['one', 'ü'.repeat(500_000), 'three']) {
      const { status, body } = await client.ask(postRequest(url, text));
      expect(status).toBe(201);
      expect(body.toString()).toBe(text);
    }
    expect(connections).toBe(1);
  });

  it('connects again where the server has closed an idle connection', async () => {
    const { client, url, server } = await connect(echo);
    await client.ask(postRequest(url, 'one'));
    server.closeAllConnections();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { body } = await client.ask(postRequest(url, 'two'));
    expect(body.toString()).toBe('two');
  });

  it("does not reuse a connection that has been idle for long, so that the server's close cannot meet a request", async () => {
    const { url, server } = await connect(echo);
    let connections = 0;
    server.on('connection', () => connections++);
    const client = new HttpClient(url, 20);
    opened.push(client);
    await client.ask(postRequest(url, 'one'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { body } = await client.ask(postRequest(url, 'two'));
    expect(body.toString()).toBe('two');
    expect(connections).toBe(2);
  });

  it('fails if the server closes the connection instead of answering', async () => {
    const { client, url } = await connect((request) => request.socket.destroy());
    await expect(client.ask(postRequest(url, '{}'))).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('fails if an answer has no content-length', async () => {
    const server = createSocketServer((socket) => {
      opened.push({ close: () => socket.destroy() });
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nfor ever')).on('error', () => undefined);
    });
    const url = await listen(server as unknown as Server);
    const client = new HttpClient(url);
    opened.push(client);
    await expect(client.ask(postRequest(url, '{}'))).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});
