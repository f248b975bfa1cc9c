import { Client, type ClientConfig } from 'pg';

/**
 * A connection whose end is told by the next query alone. Pools listen to their clients while these are idle; the last
 * word of a server that shuts down may come to one that is just being given back or closed, and an error event that
 * nobody hears ends the process.
 */
export class QuietClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
