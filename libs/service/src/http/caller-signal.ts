import { type Response } from 'express';
import { setMaxListeners } from 'node:events';

/** Aborted where the caller goes away before the answer: what was still to be done for it need not be. */
export function callerSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  // Every picture of a request listens by itself: that is no leak.
  setMaxListeners(0, gone.signal);
  response.once('close', () => {
    // It closes after every answer as well, and nobody is to be told then.
    if (!response.writableFinished) gone.abort(new Error('the caller went away'));
  });
  return gone.signal;
}
