import { startTestPostgres } from '../../testing/postgres';
import { describeDeadLetters } from '../testing/dead-letters-conformance';
import { describeEventConsumer } from '../testing/event-consumer-conformance';
import { describeEventStream } from '../testing/event-stream-conformance';
import { PostgresEventStream } from './postgres-event-stream';

const start = async () => {
  const postgres = await startTestPostgres();
  return {
    databaseUrl: postgres.url,
    open: () => new PostgresEventStream({ url: postgres.url, sessionTimeoutMs: 3_000 }),
    stop: () => postgres.stop(),
  };
};

jest.setTimeout(40_000);
describeEventStream('PostgreSQL', start);
describeEventConsumer('PostgreSQL', start);
describeDeadLetters('PostgreSQL', start);
