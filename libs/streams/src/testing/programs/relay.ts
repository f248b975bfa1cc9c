import { OutboxRelay } from '../../delivery/outbox-relay';
import { openStream, type ProgramPlace } from './counted-event';

const place = JSON.parse(process.argv[2]!) as ProgramPlace;
new OutboxRelay({ url: place.databaseUrl, stream: openStream(place), batch: 500 });
