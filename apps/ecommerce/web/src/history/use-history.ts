import { useCallback, useEffect, useEffectEvent, useMemo, useReducer, useRef, useState } from 'react';
import { troubleOfError } from '@lintel/ui';
import { fetchHistory, type HistoryFilter } from '../api/client';
import { EMPTY_HISTORY, matches, reduceHistory, type History } from './history';
import { type Recognition } from '@lintel/ecommerce-contract';

/** Many pictures may arrive at once; their requests are gathered for this long, in milliseconds. */
const GATHER_MS = 250;

export interface HistoryControls {
  readonly history: History;
  readonly loadMore: () => void;
  readonly reload: () => void;
  /** Adds what is new, without removing anything. */
  readonly refresh: () => void;
  readonly hide: (id: string) => void;
  /** Updates one recognition. */
  readonly replace: (recognition: Recognition) => void;
  readonly show: (recognition: Recognition) => void;
}

/**
 * The history with a filter: loads the newest, and more on request.
 * @param pages number of pages to load at first, from the address
 */
export function useHistory(filter: HistoryFilter, pages: number): HistoryControls {
  const { className, unsure, checked, search, from, to } = filter;
  const current = useMemo(
    () => ({ className, unsure, checked, search, from, to }),
    [className, unsure, checked, search, from, to],
  );
  const [history, dispatch] = useReducer(reduceHistory, EMPTY_HISTORY);
  const [attempt, setAttempt] = useState(0);
  const running = useRef(new AbortController());

  const load = useCallback(
    (cursor: string | null, count = 1) => {
      running.current.abort();
      const cancellation = new AbortController();
      running.current = cancellation;
      const more = cursor !== null;
      const { signal } = cancellation;
      const ask = async (): Promise<void> => {
        let page = await fetchHistory(current, cursor, signal);
        dispatch({ type: 'answered', page, more, atMs: Date.now() });
        for (let left = count - 1; left > 0 && page.nextCursor !== null; left--) {
          page = await fetchHistory(current, page.nextCursor, signal);
          dispatch({ type: 'answered', page, more: true, atMs: Date.now() });
        }
      };
      dispatch({ type: 'asked', more });
      ask().catch((error: unknown) => {
        if (!signal.aborted) dispatch({ type: 'failed', trouble: troubleOfError(error) });
      });
    },
    [current],
  );

  const start = useEffectEvent(() => load(null, pages));
  useEffect(() => {
    start();
    return () => running.current.abort();
  }, [current, attempt]);

  const refreshing = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const askForNews = useEffectEvent(() => {
    refreshing.current = undefined;
    const { signal } = running.current;
    fetchHistory(current, null, signal).then(
      (page) => {
        if (!signal.aborted) dispatch({ type: 'refreshed', page, atMs: Date.now() });
      },
      // The live view reloads when the server is back.
      (error: unknown) => {
        if (!signal.aborted) dispatch({ type: 'grown-stale', trouble: troubleOfError(error) });
      },
    );
  });
  useEffect(() => () => clearTimeout(refreshing.current), []);

  return {
    history,
    refresh: () => (refreshing.current ??= setTimeout(askForNews, GATHER_MS)),
    loadMore: () => load(history.nextCursor),
    reload: () => setAttempt((before) => before + 1),
    hide: (id) => dispatch({ type: 'removed', id }),
    replace: (recognition) => dispatch({ type: 'replaced', recognition }),
    show: (recognition) => {
      if (matches(recognition, current)) dispatch({ type: 'restored', recognition });
    },
  };
}
