import type { EventContract, EventData } from '@lintel/contracts';
import type { HandlerContext, ReceivedEvent } from '@lintel/data';

export interface OnEventOptions {
  /** Replicas of a service share a group: each event is handled by one of them. */
  readonly group: string;
  /** Partitions handled at the same time; the largest of the group's handlers counts. */
  readonly concurrency?: number;
  /** Most events in one call; the method gets an array. Absent: one event a call. */
  readonly batch?: number;
}

export interface OnEventMetadata extends OnEventOptions {
  readonly contract: EventContract;
}

export const ON_EVENT = Symbol('lintel.on-event');

type Single<Contract extends EventContract> = (
  event: ReceivedEvent<EventData<Contract>>,
  context: HandlerContext,
) => Promise<void>;
type Batch<Contract extends EventContract> = (
  events: readonly ReceivedEvent<EventData<Contract>>[],
  context: HandlerContext,
) => Promise<void>;

/** Only what is read of a property descriptor: so a method may leave out the context. */
type Described<Method> = { readonly value?: Method };

/**
 * Makes a method of a provider the handler of an event. Events of one key come in order; a method that throws gets the
 * event again after the retry delays, then it lies in the dead letters. What it writes through `context.transaction`
 * happens exactly once. A method whose parameters do not fit the contract does not compile.
 */
export function OnEvent<Contract extends EventContract>(
  contract: Contract,
  options: OnEventOptions & { readonly batch: number },
): (target: object, name: string | symbol, method: Described<Batch<Contract>>) => void;
export function OnEvent<Contract extends EventContract>(
  contract: Contract,
  options: OnEventOptions,
): (target: object, name: string | symbol, method: Described<Single<Contract>>) => void;
export function OnEvent(contract: EventContract, options: OnEventOptions) {
  return (_target: object, _name: string | symbol, method: { value?: object }): void => {
    Reflect.defineMetadata(ON_EVENT, { ...options, contract } satisfies OnEventMetadata, method.value!);
  };
}
