import { failureOf, RequestFailed } from './request-failed';

/** What somebody answered over HTTP. */
export interface Answered {
  readonly status: number;
  readonly body: string;
}

/**
 * Asks the api. Answers are typed by the contract and not checked again: the api that serves the pages is built from
 * the same contract.
 * @param options `json` is sent as the body
 * @throws RequestFailed where there is no answer to give; the signal's reason where it was aborted
 */
export async function request<Answer>(
  address: string,
  { json, ...options }: RequestInit & { readonly json?: unknown } = {},
): Promise<Answer> {
  const sent: RequestInit =
    json === undefined
      ? options
      : { ...options, body: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } };
  const response = await fetch(address, sent).catch((cause: unknown) => {
    if (options.signal?.aborted === true) throw cause;
    throw new RequestFailed('away', null, cause);
  });
  return readAnswer<Answer>({ status: response.status, body: await response.text() });
}

/** @throws RequestFailed where it isn't a success, or isn't JSON */
export function readAnswer<Answer>({ status, body }: Answered): Answer {
  if (status < 200 || status > 299) throw failureOf(status, body);
  try {
    return (body === '' ? undefined : JSON.parse(body)) as Answer;
  } catch (cause) {
    throw new RequestFailed('unexpected', null, cause);
  }
}
