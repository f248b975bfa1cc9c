import { type Session, type SignInMethods } from '@lintel/contracts';
import { ask } from '../request/ask';

/** One session for all apps: every api has these routes, and they share the accounts. */
const SESSION = '/v1/session';

/** @throws RequestFailed NOT_SIGNED_IN if no one is signed in */
export function fetchSession(signal?: AbortSignal): Promise<Session> {
  return ask<Session>(SESSION, signal === undefined ? {} : { signal });
}

/** @throws RequestFailed SIGN_IN_REFUSED if name or password is wrong, or there were too many attempts */
export function signIn(signInName: string, password: string): Promise<Session> {
  return ask<Session>(SESSION, { method: 'POST', json: { signInName, password } });
}

export async function signOut(): Promise<void> {
  await ask(SESSION, { method: 'DELETE' });
}

export function fetchSignInMethods(signal: AbortSignal): Promise<SignInMethods> {
  return ask<SignInMethods>(`${SESSION}/methods`, { signal });
}

/** @throws RequestFailed SIGN_IN_REFUSED if the current one is wrong */
export function changePassword(current: string, next: string): Promise<Session> {
  return ask<Session>(`${SESSION}/password`, { method: 'PUT', json: { current, next } });
}
