import type { EventOrigin } from '../consume/event-handler';
import type { Transaction } from './transaction';

/** An event of a key, by the topic where it was first published. */
export interface KeyedEvent {
  readonly id: string;
  readonly key: string | null;
  readonly origin: Pick<EventOrigin, 'topic'>;
}

/**
 * Where an event of a key waits for a retry, those behind it must not overtake. This says which events have to wait:
 * `behind` another parked one, or parked and `first` in line. All others are free.
 */
export async function findParked(
  transaction: Transaction,
  group: string,
  events: readonly KeyedEvent[],
): Promise<Map<string, 'first' | 'behind'>> {
  const rows = (await transaction.query(
    `SELECT u.id, EXISTS (SELECT FROM streams.parked_event o WHERE o.group_name = $1 AND o.topic = u.topic
         AND o.key = u.key AND o.event_id <> u.id AND (own.seq IS NULL OR o.seq < own.seq)) AS behind
     FROM unnest($2::text[], $3::text[], $4::text[]) AS u(topic, key, id)
     LEFT JOIN streams.parked_event own ON own.group_name = $1 AND own.topic = u.topic AND own.event_id = u.id
     WHERE EXISTS (SELECT FROM streams.parked_event o WHERE o.group_name = $1 AND o.topic = u.topic AND o.key = u.key)`,
    [group, events.map(({ origin }) => origin.topic), events.map(({ key }) => key), events.map(({ id }) => id)],
  )) as { id: string; behind: boolean }[];
  return new Map(rows.map(({ id, behind }) => [id, behind ? 'behind' : 'first']));
}

/** Puts the event at the end of its key's line; it keeps its place when it is there already. */
export async function parkEvent(transaction: Transaction, group: string, event: KeyedEvent): Promise<void> {
  if (event.key === null) return;
  await transaction.query(
    `INSERT INTO streams.parked_event (group_name, topic, key, event_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [group, event.origin.topic, event.key, event.id],
  );
}

/** The event has been handled, or is a dead letter: the next of its key may go. */
export async function unparkEvents(
  transaction: Transaction,
  group: string,
  topic: string,
  eventIds: readonly string[],
): Promise<void> {
  await transaction.query(
    'DELETE FROM streams.parked_event WHERE group_name = $1 AND topic = $2 AND event_id = ANY ($3)',
    [group, topic, eventIds],
  );
}
