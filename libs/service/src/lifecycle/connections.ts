import { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';

/**
 * Closes the connections of a stopping server as soon as they are idle. Node's `closeIdleConnections` skips connections
 * that have never sent a request, such as a browser's spare ones.
 */
export class Connections {
  private readonly open = new Set<Socket>();
  private readonly busy = new Set<Socket>();
  private closing = false;

  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.open.add(socket);
      socket.once('close', () => this.open.delete(socket));
    });
    server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.busy.add(socket);
      response.once('close', () => {
        this.busy.delete(socket);
        if (this.closing) socket.destroySoon();
      });
    });
  }

  /** Stops accepting connections and resolves when the requests in progress are answered, after at most `timeoutMs`. */
  async drain(timeoutMs: number): Promise<void> {
    this.closing = true;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.open) if (!this.busy.has(socket)) socket.destroy();
    const late = setTimeout(() => this.server.closeAllConnections(), timeoutMs);
    await closed;
    clearTimeout(late);
  }
}
