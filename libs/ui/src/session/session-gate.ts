import { type ErrorCode } from '@lintel/contracts';
import { failureOf } from '../request/request-failed';

/**
 * Asks the person to sign in, or to change the password, above the page.
 * @param isAction false: the page asked by itself, which is no reason to ask a second time for what was put off
 * @returns true where the same person is there again, so that the request may be sent once more
 */
export type AskForSession = (isAction: boolean) => Promise<boolean>;

let askForSession: AskForSession | null = null;

/**
 * Requests are made outside of React too, so there is one gate for the page.
 * @returns takes it away again
 */
export function guardRequests(ask: AskForSession): () => void {
  askForSession = ask;
  return () => {
    if (askForSession === ask) askForSession = null;
  };
}

const CURED_BY_SESSION: readonly ErrorCode[] = ['NOT_SIGNED_IN', 'PASSWORD_CHANGE_NEEDED'];

/** Whether an answer says that nobody is signed in, or somebody who has to change the password first. */
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
 * Resolves to true once the request may be sent again; false where nobody wants to sign in.
 * @throws the signal's reason where nobody waits for the answer any more
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

/** The page heard by other means that the session may have ended, such as by a live view that was refused. */
export function checkSession(): void {
  void askForSession?.(false);
}
