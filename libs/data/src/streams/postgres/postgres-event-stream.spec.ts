import { startTestPostgres } from '../../testing/postgres';
import { describeEventStream } from '../testing/event-stream-conformance';
import { PostgresEventStream } from './postgres-event-stream';

describeEventStream('PostgreSQL', async () => {
  const postgres = await startTestPostgres();
  return {
    open: () => new PostgresEventStream({ url: postgres.url, sessionTimeoutMs: 3_000 }),
    stop: () => postgres.stop(),
  };
});
