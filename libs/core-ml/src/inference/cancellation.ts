import { LintelError } from '@lintel/contracts';

/** @throws LintelError CANCELLED where the caller has gone */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancellation(signal);
}

/** What a caller gets who has aborted; the cause is the reason that was given. */
export function cancellation(signal: AbortSignal): LintelError {
  const reason: unknown = signal.reason;
  return new LintelError('CANCELLED', {
    problem: 'The prediction was cancelled.',
    expected: 'a caller that waits for the answer',
    received: reason instanceof Error ? reason.message : String(reason),
    cure: 'Send the request again; where it ran out of time, send fewer pictures at once.',
    retryable: true,
    cause: reason,
  });
}
