import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { LintelError } from '@lintel/contracts';

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * One client on a keep-alive connection, with one request at a time. It sends pre-built bytes and reads only the length
 * of an answer: 64 clients of `fetch` would use as much processor time as the server.
 */
export class HttpClient {
  private socket: Socket | undefined;
  private received: Buffer = Buffer.alloc(0);
  private pending: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void } | undefined;

  private usedAt = 0;

  /**
   * @param url of the server; the connection is opened with the first request
   * @param idleMs how long a connection may be idle and still be reused. Node's servers close it after 5 s, which must
   *   not coincide with a request
   */
  constructor(
    private readonly url: string,
    private readonly idleMs = 2_000,
  ) {}

  /**
   * @param request as `postRequest` writes it
   * @throws LintelError INTERNAL if the answer has no content-length or does not arrive; Error if nothing listens
   */
  async ask(request: Buffer): Promise<HttpAnswer> {
    if (performance.now() - this.usedAt > this.idleMs) this.close();
    const socket = (this.socket ??= await this.connect());
    const answer = await new Promise<HttpAnswer>((resolve, reject) => {
      this.pending = { resolve, reject };
      socket.write(request);
    });
    this.usedAt = performance.now();
    return answer;
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private async connect(): Promise<Socket> {
    const { hostname, port } = new URL(this.url);
    const socket = connect(Number(port), hostname).setNoDelay(true);
    await once(socket, 'connect');
    this.received = Buffer.alloc(0);
    socket.on('data', (chunk) => this.read(chunk));
    socket.on('error', (error) => this.fail(socket, error));
    socket.on('close', () =>
      this.fail(socket, broken('The server closed the connection before it answered.', 'nothing')),
    );
    return socket;
  }

  private read(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const headEnd = this.received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.received.toString('latin1', 0, headEnd);
    const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1];
    const length = /^content-length: *(\d+)$/im.exec(head)?.[1];
    if (status === undefined || length === undefined)
      return this.fail(this.socket, broken('An answer has no content-length.', head));
    const end = headEnd + 4 + Number(length);
    if (this.received.length < end) return;
    const body = this.received.subarray(headEnd + 4, end);
    this.received = this.received.subarray(end);
    const { pending } = this;
    this.pending = undefined;
    pending?.resolve({ status: Number(status), body });
  }

  private fail(socket: Socket | undefined, error: Error): void {
    // The abandoned connection has no pending request.
    if (socket !== this.socket) return;
    this.close();
    this.pending?.reject(error);
    this.pending = undefined;
  }
}

/** The bytes of a POST request with a JSON body. */
export function postRequest(url: string, json: string): Buffer {
  const { host, pathname } = new URL(url);
  const body = Buffer.from(json);
  const head = `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

function broken(problem: string, received: string): LintelError {
  return new LintelError('INTERNAL', {
    problem,
    expected: 'an HTTP/1.1 answer with a content-length on a keep-alive connection',
    received,
    cure: 'Check the log of the server.',
  });
}
