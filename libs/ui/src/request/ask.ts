import { failureOf, RequestFailed } from './request-failed';

/** A response received over HTTP. */
export interface Answered {
  readonly status: number;
  readonly body: string;
  /** From `Retry-After`, milliseconds; null or absent if the header is missing. */
  readonly retryAfterMs?: number | null;
}

export type AskOptions = Omit<RequestInit, 'body'> & {
  /** Sent as the body. */
  readonly json?: unknown;
};

/**
 * Sends one request to the api, whoever is signed in.
 * @throws RequestFailed if there is no usable answer; the signal's reason if it was aborted
 */
export async function ask<Answer>(address: string, options: AskOptions = {}): Promise<Answer> {
  return readAnswer<Answer>(await answered(address, options));
}

/** @throws RequestFailed if the server cannot be reached; the signal's reason if it was aborted */
export async function answered(address: string, { json, ...options }: AskOptions): Promise<Answered> {
  const sent: RequestInit =
    json === undefined
      ? options
      : { ...options, body: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } };
  const response = await reach(() => fetch(address, sent), options.signal);
  return { status: response.status, body: await response.text(), retryAfterMs: retryAfterMsOf(response) };
}

/** @throws RequestFailed `away` if the server cannot be reached; the signal's reason if it was aborted */
export async function reach(send: () => Promise<Response>, signal: AbortSignal | null | undefined): Promise<Response> {
  return send().catch((cause: unknown) => {
    if (signal?.aborted === true) throw cause;
    throw new RequestFailed('away', null, cause);
  });
}

/** @throws RequestFailed if it isn't a success, or isn't JSON */
export function readAnswer<Answer>({ status, body, retryAfterMs = null }: Answered): Answer {
  if (status < 200 || status > 299) throw failureOf(status, body, retryAfterMs);
  try {
    return (body === '' ? undefined : JSON.parse(body)) as Answer;
  } catch (cause) {
    throw new RequestFailed('unexpected', null, cause);
  }
}

/** Milliseconds to wait before the same request is sent again; null if the response doesn't give it in seconds. */
export function retryAfterMsOf(response: Pick<Response, 'headers'>): number | null {
  const seconds = response.headers.get('retry-after');
  return seconds !== null && /^\d+$/.test(seconds) ? Number(seconds) * 1_000 : null;
}
