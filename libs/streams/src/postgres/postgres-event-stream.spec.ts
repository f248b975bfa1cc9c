import { Pool } from 'pg';
import { startTestPostgres } from '../testing/postgres';
import { describeAddedPartitions } from '../testing/added-partitions-conformance';
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
    async addPartitions(topic: string, total: number) {
      const pool = new Pool({ connectionString: postgres.url });
      await pool.query(
        `WITH grown AS (UPDATE streams.topic SET partitions = $2 WHERE name = $1)
         INSERT INTO streams.log_end (topic, partition) SELECT $1, generate_series(0, $2 - 1) ON CONFLICT DO NOTHING`,
        [topic, total],
      );
      await pool.end();
    },
  };
};

jest.setTimeout(40_000);
describeEventStream('PostgreSQL', start);
describeEventConsumer('PostgreSQL', start);
describeDeadLetters('PostgreSQL', start);
describeAddedPartitions('PostgreSQL', start);
