import { LintelError } from '@lintel/contracts';
import { HttpClient } from './http-client';

/** Clients of one server. Each has its own connection and sends its next request when it has received its answer. */
export class Clients {
  private readonly clients: readonly HttpClient[];

  /** @param requests the bytes of each client's request; one client for each request */
  constructor(
    url: string,
    private readonly requests: readonly Buffer[],
  ) {
    this.clients = requests.map(() => new HttpClient(url));
  }

  /**
   * @param count total number of requests of all clients
   * @throws LintelError INTERNAL if an answer is not 200
   */
  async send(count: number): Promise<void> {
    let left = count;
    const ask = async (client: HttpClient, request: Buffer): Promise<void> => {
      while (left-- > 0) await answered(client, request);
    };
    await Promise.all(this.clients.map((client, index) => ask(client, this.requests[index]!)));
  }

  /** Every client's answer to its request. */
  bodies(): Promise<Buffer[]> {
    return Promise.all(this.clients.map((client, index) => answered(client, this.requests[index]!)));
  }

  close(): void {
    for (const client of this.clients) client.close();
  }
}

async function answered(client: HttpClient, request: Buffer): Promise<Buffer> {
  const { status, body } = await client.ask(request);
  if (status === 200) return body;
  throw new LintelError('INTERNAL', {
    problem: 'A server of the bench rejected a request.',
    expected: 'status 200',
    received: `${status} ${body.toString().slice(0, 500)}`,
    cure: 'Check the log of the server.',
  });
}
