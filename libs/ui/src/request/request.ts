import { waitForSession, wantsSession } from '../session/session-gate';
import { answered, readAnswer, type Answered, type AskOptions } from './ask';

/**
 * Asks the api as the person who is signed in. Where the session has ended, it waits until the same person has signed
 * in above the page, and asks again.
 * @throws RequestFailed where there is no answer to give; the signal's reason where it was aborted
 */
export async function request<Answer>(address: string, options: AskOptions = {}): Promise<Answer> {
  const { method = 'GET', signal } = options;
  return readAnswer<Answer>(
    await withSession(() => answered(address, options), { isAction: isAction(method), signal }),
  );
}

export interface SessionOptions {
  /** True where a person wants something done; false where a page loads something by itself. */
  readonly isAction: boolean;
  readonly signal?: AbortSignal | null | undefined;
}

/** Sends, and sends once more where somebody had to sign in first. */
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
