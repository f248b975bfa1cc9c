import { type Response } from 'express';
import { setMaxListeners } from 'node:events';

/** A signal that is aborted if the client disconnects before the response, so that remaining work can be skipped. */
export function callerSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  // Every picture of a request adds a listener, which is not a leak.
  setMaxListeners(0, gone.signal);
  response.once('close', () => {
    // The response also closes after every finished answer, which is not an abort.
    if (!response.writableFinished) gone.abort(new Error('the caller went away'));
  });
  return gone.signal;
}
