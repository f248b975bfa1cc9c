import type { EventContract, EventData, EventEnvelope } from '@lintel/contracts';
import type { Transaction } from '../delivery/transaction';

/** An event as passed to a handler. */
export interface ReceivedEvent<Data = unknown> extends EventEnvelope<Data> {
  readonly key: string | null;
  /** Where the event was first published; unchanged by retries. */
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
  /** Aborted when the service stops or the partition moves to another member. */
  readonly signal: AbortSignal;
  /**
   * Writes in this transaction commit together with the inbox entry of the event: exactly once. Undefined if the
   * consumer has no `transact`; the handler must then be idempotent.
   */
  readonly transaction: Transaction | undefined;
}

/** How a group handles one type of event. */
export interface EventHandler {
  readonly contract: EventContract;
  /** Maximum number of events per call. */
  readonly batch: number;
  readonly handle: (events: readonly ReceivedEvent[], context: HandlerContext) => Promise<void>;
}

/** Handles events one by one, in order per key. */
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
