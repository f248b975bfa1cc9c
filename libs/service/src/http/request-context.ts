import { LintelError, type Identity } from '@lintel/contracts';
import { correlationIdOf } from '@lintel/streams';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorage } from 'node:async_hooks';

export interface RequestContext {
  readonly correlationId: string;
  /** Known once the guard has admitted the request; absent on public routes. */
  identity?: Identity;
}

const current = new AsyncLocalStorage<RequestContext>();

/** Runs `work`, including its promises, in the context of a request, event or job. */
export function inContext<Result>(context: RequestContext, work: () => Result): Result {
  return current.run(context, work);
}

/** The current context; undefined outside a request. */
export function currentContext(): RequestContext | undefined {
  return current.getStore();
}

/** The id of the current request, event or job. It appears in the response's header, its errors and its log lines. */
export function correlationId(): string {
  return current.getStore()?.correlationId ?? correlationIdOf(context.active()) ?? 'none';
}

/**
 * The identity of the current caller.
 * @throws LintelError NOT_SIGNED_IN outside a request, and on public routes
 */
export function currentIdentity(): Identity {
  const identity = current.getStore()?.identity;
  if (identity === undefined) throw notSignedIn();
  return identity;
}

export function notSignedIn(): LintelError {
  return new LintelError('NOT_SIGNED_IN', {
    problem: 'You are not signed in.',
    cure: 'Sign in, or send an API key as "Authorization: Bearer …".',
  });
}
