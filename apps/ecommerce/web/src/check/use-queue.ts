import { type Recognition } from '@lintel/ecommerce-contract';
import { troubleOfError } from '@lintel/ui';
import { useEffect, useEffectEvent, useReducer, useState } from 'react';
import { fetchHistory } from '../api/client';
import { NO_FILTER } from '../history/history';
import { EMPTY_QUEUE, reduceQueue, type Queue } from './queue';

const TO_CHECK = { ...NO_FILTER, unsure: true, checked: false };
/** More are loaded when this many are left. */
const AHEAD = 5;

export interface QueueControls {
  readonly queue: Queue;
  readonly judged: (recognition: Recognition) => void;
  readonly move: (by: 1 | -1) => void;
  readonly reload: () => void;
}

/** The unsure pictures without a verdict, newest first. */
export function useQueue(startId: string | null): QueueControls {
  const [queue, dispatch] = useReducer(reduceQueue, EMPTY_QUEUE);
  const [attempt, setAttempt] = useState(0);

  const start = useEffectEvent((signal: AbortSignal) => {
    dispatch({ type: 'asked' });
    fetchHistory(TO_CHECK, null, signal).then(
      (page) => dispatch({ type: 'answered', page, startId }),
      (error: unknown) => {
        if (!signal.aborted) dispatch({ type: 'failed', trouble: troubleOfError(error) });
      },
    );
  });
  useEffect(() => {
    const cancellation = new AbortController();
    start(cancellation.signal);
    return () => cancellation.abort();
  }, [attempt]);

  const cursor = queue.items.length - queue.index <= AHEAD ? queue.nextCursor : null;
  useEffect(() => {
    if (cursor === null) return undefined;
    const cancellation = new AbortController();
    const { signal } = cancellation;
    fetchHistory(TO_CHECK, cursor, signal).then(
      (page) => dispatch({ type: 'more', page }),
      (error: unknown) => {
        if (!signal.aborted) dispatch({ type: 'failed', trouble: troubleOfError(error) });
      },
    );
    return () => cancellation.abort();
  }, [cursor]);

  return {
    queue,
    judged: (recognition) => dispatch({ type: 'judged', recognition }),
    move: (by) => dispatch({ type: 'moved', by }),
    reload: () => setAttempt((before) => before + 1),
  };
}
