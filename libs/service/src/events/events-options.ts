import type { EventContract } from '@lintel/contracts';
import type { EventSeal, EventStream, Transact } from '@lintel/streams';

export const EVENTS_OPTIONS = Symbol('lintel.events-options');

export interface EventsOptions {
  readonly stream: EventStream;
  /** `(work) => dataSource.transaction(work)`: with it, effects happen exactly once. */
  readonly transact?: Transact;
  /** If given, personal data in retry topics and dead letters is encrypted. */
  readonly seal?: EventSeal;
  readonly retryDelaysMs?: readonly number[];
  /** The events that the service publishes, for its AsyncAPI document. */
  readonly sends: readonly EventContract[];
  readonly title: string;
  readonly version: string;
}
