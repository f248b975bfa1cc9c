import { Pool } from 'pg';
import { EventConsumer } from '../../consume/event-consumer';
import { onEvents } from '../../consume/event-handler';
import { poolTransact } from '../../delivery/pool-transact';
import { countedEvent, openStream, type ProgramPlace } from './counted-event';

/** A handler that crashes its whole process at one event. */
const POISON = 13;

const place = JSON.parse(process.argv[2]!) as ProgramPlace;
const pool = new Pool({ connectionString: place.databaseUrl, max: 4 }).on('error', () => undefined);
new EventConsumer({
  stream: openStream(place),
  group: 'effects',
  transact: poolTransact(pool),
  handlers: [
    onEvents(countedEvent, 100, async (events, { transaction }) => {
      if (events.some(({ data }) => data.n === POISON)) process.abort();
      await transaction!.query('INSERT INTO effect SELECT unnest($1::int[])', [events.map(({ data }) => data.n)]);
    }),
  ],
}).start();
