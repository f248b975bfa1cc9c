import { Client } from 'pg';

/**
 * One connection that listens on a channel. Notifications only reduce latency: whatever is missed while the connection
 * is lost is found at the next poll.
 */
export class ChangeListener {
  private readonly listeners = new Set<(change: string) => void>();
  private client: Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly connectionString: string,
    private readonly channel: string,
  ) {}

  /** @returns a function that stops listening */
  listen(listener: (change: string) => void): () => void {
    this.listeners.add(listener);
    if (this.client === undefined && this.retry === undefined) void this.connect();
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    this.retry = undefined;
    const client = new Client({ connectionString: this.connectionString, application_name: 'lintel streams' });
    this.client = client;
    const lost = (): void => {
      if (this.client !== client || this.closed) return;
      this.client = undefined;
      client.end().catch(() => undefined);
      this.retry = setTimeout(() => void this.connect(), 500);
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload }) => {
      for (const listener of this.listeners) listener(payload ?? '');
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${this.channel}`);
      // Covers everything that happened while the connection was lost.
      for (const listener of this.listeners) listener('');
    } catch {
      lost();
    }
  }
}
