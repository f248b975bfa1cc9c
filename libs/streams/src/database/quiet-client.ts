import { Client, type ClientConfig } from 'pg';

/**
 * A connection that reports its loss only through the next query. Pools listen to idle clients, but the last message of
 * a server that is shutting down may arrive at a client that is just being released or closed, and an unhandled error
 * event ends the process.
 */
export class QuietClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
