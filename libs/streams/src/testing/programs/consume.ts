import { Pool } from 'pg';
import { EventConsumer } from '../../consume/event-consumer';
import { onEvents } from '../../consume/event-handler';
import { poolTransact } from '../../delivery/pool-transact';
import { countedEvent, openStream, type ProgramPlace } from './counted-event';

const place = JSON.parse(process.argv[2]!) as ProgramPlace;
const pool = new Pool({ connectionString: place.databaseUrl, max: 4 }).on('error', () => undefined);
const stream = openStream(place);
const consumer = new EventConsumer({
  stream,
  group: 'effects',
  transact: poolTransact(pool),
  handlers: [
    onEvents(countedEvent, 100, async (events, { transaction }) => {
      await transaction!.query('INSERT INTO effect SELECT unnest($1::int[])', [events.map(({ data }) => data.n)]);
    }),
  ],
});
consumer.start();
process.once('SIGTERM', () => {
  void consumer
    .stop()
    .then(() => stream.close())
    .then(() => pool.end())
    .then(() => process.exit(0));
});
