import { LintelError, type Identity } from '@lintel/contracts';
import { correlationIdOf } from '@lintel/data';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorage } from 'node:async_hooks';

export interface RequestContext {
  readonly correlationId: string;
  /** Known once the guard has let the request in; absent on public routes. */
  identity?: Identity;
}

const current = new AsyncLocalStorage<RequestContext>();

/** Everything that happens in `work`, and of its promises, belongs to that request, event or job. */
export function inContext<Result>(context: RequestContext, work: () => Result): Result {
  return current.run(context, work);
}

/** Of what is being served; undefined outside a request. */
export function currentContext(): RequestContext | undefined {
  return current.getStore();
}

/** The id of the request, event or job in hand: in the response's header, its errors and its log lines. */
export function correlationId(): string {
  return current.getStore()?.correlationId ?? correlationIdOf(context.active()) ?? 'none';
}

/**
 * Who asks for what is being done.
 * @throws LintelError NOT_SIGNED_IN outside a request, and on public routes
 */
export function currentIdentity(): Identity {
  const identity = current.getStore()?.identity;
  if (identity === undefined) throw notSignedIn();
  return identity;
}

export function notSignedIn(): LintelError {
  return new LintelError('NOT_SIGNED_IN', {
    problem: 'Nobody is signed in.',
    cure: 'Sign in, or send an API key as "Authorization: Bearer …".',
  });
}
