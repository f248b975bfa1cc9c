import { useCallback, useEffect, useEffectEvent, useReducer, useRef, useState } from 'react';
import { fetchHistory, type HistoryFilter } from '../api/client';
import { troubleOfError } from '../api/trouble';
import { EMPTY_HISTORY, matches, reduceHistory, type History } from './history';
import { type Recognition } from '@lintel/ecommerce-contract';

export interface HistoryControls {
  readonly history: History;
  readonly loadMore: () => void;
  readonly reload: () => void;
  readonly hide: (id: string) => void;
  readonly show: (recognition: Recognition) => void;
}

/** The history with a filter: loads the newest, and more on demand. */
export function useHistory({ className, unsure }: HistoryFilter): HistoryControls {
  const [history, dispatch] = useReducer(reduceHistory, EMPTY_HISTORY);
  const [attempt, setAttempt] = useState(0);
  const running = useRef(new AbortController());

  const load = useCallback(
    (cursor: string | null) => {
      running.current.abort();
      const cancellation = new AbortController();
      running.current = cancellation;
      const more = cursor !== null;
      dispatch({ type: 'asked', more });
      fetchHistory({ className, unsure }, cursor, cancellation.signal).then(
        (page) => dispatch({ type: 'answered', page, more }),
        (error: unknown) => {
          if (!cancellation.signal.aborted) dispatch({ type: 'failed', trouble: troubleOfError(error) });
        },
      );
    },
    [className, unsure],
  );

  const start = useEffectEvent(() => load(null));
  useEffect(() => {
    start();
    return () => running.current.abort();
  }, [className, unsure, attempt]);

  return {
    history,
    loadMore: () => load(history.nextCursor),
    reload: () => setAttempt((before) => before + 1),
    hide: (id) => dispatch({ type: 'removed', id }),
    show: (recognition) => {
      if (matches(recognition, { className, unsure })) dispatch({ type: 'restored', recognition });
    },
  };
}
