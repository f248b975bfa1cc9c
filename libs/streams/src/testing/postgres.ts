import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '../database/embedded-postgres';

export interface TestPostgres {
  /** Connection string of an empty database. */
  readonly url: string;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
}

/**
 * A separate server with an empty database for one test file: starts in about a second, and always ends with the test
 * process.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'lintel-postgres-'));
  const server = await EmbeddedPostgres.start({ folder: join(folder, 'server'), durable: false });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      // Root's cluster may be in another folder: see preparePostgresPlace.
      for (const place of [folder, server.folder]) await rm(place, { recursive: true, force: true });
    },
  };
}
