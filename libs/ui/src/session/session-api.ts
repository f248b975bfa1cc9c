import { type Session, type SignInMethods } from '@lintel/contracts';
import { ask } from '../request/ask';

/** One sign-in for all apps: every api has these, and they know the same people. */
const SESSION = '/v1/session';

/** @throws RequestFailed NOT_SIGNED_IN where nobody is */
export function fetchSession(signal?: AbortSignal): Promise<Session> {
  return ask<Session>(SESSION, signal === undefined ? {} : { signal });
}

/** @throws RequestFailed SIGN_IN_REFUSED where name or password is wrong, or too many were */
export function signIn(signInName: string, password: string): Promise<Session> {
  return ask<Session>(SESSION, { method: 'POST', json: { signInName, password } });
}

export async function signOut(): Promise<void> {
  await ask(SESSION, { method: 'DELETE' });
}

export function fetchSignInMethods(signal: AbortSignal): Promise<SignInMethods> {
  return ask<SignInMethods>(`${SESSION}/methods`, { signal });
}

/** @throws RequestFailed SIGN_IN_REFUSED where the current one is wrong */
export function changePassword(current: string, next: string): Promise<Session> {
  return ask<Session>(`${SESSION}/password`, { method: 'PUT', json: { current, next } });
}
