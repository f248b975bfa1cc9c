import type { EventContract, EventData } from '@lintel/contracts';
import type { HandlerContext, ReceivedEvent } from '@lintel/streams';

export interface OnEventOptions {
  /** Replicas of a service share a group: each event is handled by one of them. */
  readonly group: string;
  /** Number of partitions handled concurrently; the largest value of the group's handlers applies. */
  readonly concurrency?: number;
  /** Maximum events per call; the method receives an array. Default: one event per call. */
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

/** The part of a property descriptor that is read, so that a method can omit the context. */
type Described<Method> = { readonly value?: Method };

/**
 * Makes a method of a provider the handler of an event. Events with the same key arrive in order. If the method throws,
 * the event is retried after the retry delays and then moved to the dead letters. Writes through `context.transaction`
 * happen exactly once. A method whose parameters do not match the contract does not compile.
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
