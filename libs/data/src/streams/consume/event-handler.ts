import type { EventContract, EventData, EventEnvelope } from '@lintel/contracts';
import type { Transaction } from '../delivery/transaction';

/** An event as a handler gets it. */
export interface ReceivedEvent<Data = unknown> extends EventEnvelope<Data> {
  readonly key: string | null;
  /** Where it was first published; a retry keeps it. */
  readonly origin: EventOrigin;
  /** 1 at the first delivery, 2 at the first retry. */
  readonly attempt: number;
}

export interface EventOrigin {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export interface HandlerContext {
  /** Aborted when the service stops or the partition goes to another member. */
  readonly signal: AbortSignal;
  /**
   * Effects that are written here commit together with the note that the event was handled: exactly once.
   * Undefined where the consumer has no `transact`; then the handler itself must bear a second delivery.
   */
  readonly transaction: Transaction | undefined;
}

/** What a group does with one kind of event. */
export interface EventHandler {
  readonly contract: EventContract;
  /** Most events in one call. */
  readonly batch: number;
  readonly handle: (events: readonly ReceivedEvent[], context: HandlerContext) => Promise<void>;
}

/** Handles events one by one, in the order of their key. */
export function onEvent<Contract extends EventContract>(
  contract: Contract,
  handle: (event: ReceivedEvent<EventData<Contract>>, context: HandlerContext) => Promise<void>,
): EventHandler {
  return {
    contract,
    batch: 1,
    handle: ([event], context) => handle(event as ReceivedEvent<EventData<Contract>>, context),
  };
}

/** Handles several events of one partition in one call and one transaction. */
export function onEvents<Contract extends EventContract>(
  contract: Contract,
  batch: number,
  handle: (events: readonly ReceivedEvent<EventData<Contract>>[], context: HandlerContext) => Promise<void>,
): EventHandler {
  return {
    contract,
    batch,
    handle: (events, context) => handle(events as readonly ReceivedEvent<EventData<Contract>>[], context),
  };
}
