import type { EventContract } from '@lintel/contracts';
import type { EventStream, RecordSeal, Transact } from '@lintel/data';

export const EVENTS_OPTIONS = Symbol('lintel.events-options');

export interface EventsOptions {
  readonly stream: EventStream;
  /** `(work) => dataSource.transaction(work)`: with it, effects happen exactly once. */
  readonly transact?: Transact;
  /** With it, what retry topics and dead letters keep of personal data lies sealed. */
  readonly seal?: RecordSeal;
  readonly retryDelaysMs?: readonly number[];
  /** What the service publishes, for its AsyncAPI document. */
  readonly sends: readonly EventContract[];
  readonly title: string;
  readonly version: string;
}
