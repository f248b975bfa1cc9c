import { LintelError } from '@lintel/contracts';

/** @throws LintelError CANCELLED if the signal was aborted */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancellation(signal);
}

/** The error for an aborted call; its cause is the signal's reason. */
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
