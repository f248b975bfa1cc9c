import type { EventOrigin } from '../consume/event-handler';
import { eventIdentity } from '../event-identity';
import { indexableText } from '../storable-text';
import type { Transaction } from './transaction';

/** An event with its key and the topic where it was first published. */
export interface KeyedEvent {
  readonly id: string;
  readonly source: string;
  readonly key: string | null;
  readonly origin: Pick<EventOrigin, 'topic'>;
}

/**
 * While an event of a key waits for a retry, later events of the key must not overtake it. Returns which events have to
 * wait: `behind` another parked one, or parked and `first` in line. All others are free.
 * @returns by identity
 */
export async function findParked(
  transaction: Transaction,
  group: string,
  events: readonly KeyedEvent[],
): Promise<Map<string, 'first' | 'behind'>> {
  const rows = (await transaction.query(
    `SELECT u.identity, EXISTS (SELECT FROM streams.parked_event o WHERE o.group_name = $1 AND o.topic = u.topic
         AND o.key = u.key AND o.event_id <> u.identity AND (own.seq IS NULL OR o.seq < own.seq)) AS behind
     FROM unnest($2::text[], $3::text[], $4::text[]) AS u(topic, key, identity)
     CROSS JOIN LATERAL (SELECT min(seq) AS seq FROM streams.parked_event p
       WHERE p.group_name = $1 AND p.topic = u.topic AND p.event_id = u.identity) own
     WHERE EXISTS (SELECT FROM streams.parked_event o WHERE o.group_name = $1 AND o.topic = u.topic AND o.key = u.key)`,
    [
      group,
      events.map(({ origin }) => origin.topic),
      events.map(({ key }) => (key === null ? null : indexableText(key))),
      events.map(eventIdentity),
    ],
  )) as { identity: string; behind: boolean }[];
  return new Map(rows.map(({ identity, behind }) => [identity, behind ? 'behind' : 'first']));
}

/** Appends the event to the queue of its key; an event that is already there keeps its place. */
export async function parkEvent(transaction: Transaction, group: string, event: KeyedEvent): Promise<void> {
  if (event.key === null) return;
  await transaction.query(
    `INSERT INTO streams.parked_event (group_name, topic, key, event_id)
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [group, event.origin.topic, indexableText(event.key), eventIdentity(event)],
  );
}

/** The events have been handled or are dead letters: the next events of their keys may be retried. */
export async function unparkEvents(
  transaction: Transaction,
  group: string,
  events: readonly Omit<KeyedEvent, 'key'>[],
): Promise<void> {
  await transaction.query(
    `DELETE FROM streams.parked_event p USING unnest($2::text[], $3::text[]) AS u(topic, identity)
     WHERE p.group_name = $1 AND p.topic = u.topic AND p.event_id = u.identity`,
    [group, events.map(({ origin }) => origin.topic), events.map(eventIdentity)],
  );
}
