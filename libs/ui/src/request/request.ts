import { waitForSession, wantsSession } from '../session/session-gate';
import { answered, readAnswer, type Answered, type AskOptions } from './ask';

/**
 * Sends a request to the api as the person who is signed in. If the session has ended, it waits until the same person
 * has signed in above the page, and sends it again.
 * @throws RequestFailed if there is no usable answer; the signal's reason if it was aborted
 */
export async function request<Answer>(address: string, options: AskOptions = {}): Promise<Answer> {
  const { method = 'GET', signal } = options;
  return readAnswer<Answer>(
    await withSession(() => answered(address, options), { isAction: isAction(method), signal }),
  );
}

export interface SessionOptions {
  /** True if a person started the action; false if the page loads something by itself. */
  readonly isAction: boolean;
  readonly signal?: AbortSignal | null | undefined;
}

/** Sends a request, and sends it once more if the person had to sign in first. */
export async function withSession<Given extends Answered>(
  send: () => Promise<Given>,
  options: SessionOptions,
): Promise<Given> {
  const answer = await send();
  if (!wantsSession(answer.status, answer.body)) return answer;
  return (await waitForSession(options)) ? send() : answer;
}

export function isAction(method: string): boolean {
  return !['GET', 'HEAD'].includes(method.toUpperCase());
}
