import { type ErrorCode } from '@lintel/contracts';
import { failureOf } from '../request/request-failed';

/**
 * Asks the person to sign in, or to change the password, above the page.
 * @param isAction false: the page sent the request itself, which is no reason to ask again for a sign-in that was put
 *   off
 * @returns true if the same person is signed in again, so that the request may be sent once more
 */
export type AskForSession = (isAction: boolean) => Promise<boolean>;

let askForSession: AskForSession | null = null;

/**
 * Requests are sent outside of React too, so there is one gate for the page.
 * @returns removes it
 */
export function guardRequests(ask: AskForSession): () => void {
  askForSession = ask;
  return () => {
    if (askForSession === ask) askForSession = null;
  };
}

const CURED_BY_SESSION: readonly ErrorCode[] = ['NOT_SIGNED_IN', 'PASSWORD_CHANGE_NEEDED'];

/** Whether an answer says that no one is signed in, or that the password must be changed first. */
export function wantsSession(status: number, body: string): boolean {
  if (status !== 401 && status !== 403) return false;
  const { problem } = failureOf(status, body);
  return problem !== null && CURED_BY_SESSION.includes(problem.code);
}

export interface Awaited {
  readonly isAction: boolean;
  readonly signal?: AbortSignal | null | undefined;
}

/**
 * Resolves to true once the request may be sent again; false if the person declines to sign in.
 * @throws the signal's reason if the caller no longer waits for the answer
 */
export async function waitForSession({ isAction, signal }: Awaited): Promise<boolean> {
  const asked = askForSession?.(isAction) ?? Promise.resolve(false);
  if (signal === undefined || signal === null) return asked;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', aborted, { once: true });
    void asked.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}

/** Called if the session may have ended, such as after a live view was refused. */
export function checkSession(): void {
  void askForSession?.(false);
}
