import { troubleOfError, type Trouble } from '@lintel/ui';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useLiveChanges } from './live-provider';
import { concerns, type Watch } from './watch';

export type DataState<Value> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly trouble: Trouble }
  /** `stale` says why the newest could not be loaded; the data are those of the last answer, received at `atMs`. */
  | { readonly kind: 'ready'; readonly value: Value; readonly stale: Trouble | null; readonly atMs: number };

export interface Data<Value> {
  readonly state: DataState<Value>;
  /** Loads again from the beginning. */
  readonly reload: () => void;
  /** Loads again and keeps the data shown meanwhile, such as after an action. */
  readonly refresh: () => void;
}

export interface DataSource<Value> {
  /** Identifies the request: another key is another request. */
  readonly key: string;
  /** A part of the request, such as the number of pages: a change loads again while the previous answer is shown. */
  readonly part?: string | number;
  readonly load: (signal: AbortSignal) => Promise<Value>;
  readonly watch: Watch;
  /** Also loads at this interval, for data whose changes are not announced. */
  readonly everyMs?: number;
}

/** Changes of many rows are gathered for this long, in milliseconds. */
export const GATHER_MS = 600;

/** Loads data of the api for a page, and loads it again when it has changed. */
export function useData<Value>({ key, part, load, watch, everyMs }: DataSource<Value>): Data<Value> {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly state: DataState<Value> } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const { subscribe } = useLiveChanges();
  const running = useRef<AbortController | null>(null);
  const gathering = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const ask = useEffectEvent(() => {
    running.current?.abort();
    const cancellation = new AbortController();
    running.current = cancellation;
    load(cancellation.signal).then(
      (value) => {
        if (cancellation.signal.aborted) return;
        running.current = null;
        setAnswer({ key, state: { kind: 'ready', value, stale: null, atMs: Date.now() } });
      },
      (error: unknown) => {
        if (cancellation.signal.aborted) return;
        running.current = null;
        const trouble = troubleOfError(error);
        setAnswer((before) =>
          before?.key === key && before.state.kind === 'ready' && trouble.reason !== 'gone'
            ? { key, state: { ...before.state, stale: trouble } }
            : { key, state: { kind: 'failed', trouble } },
        );
      },
    );
  });

  useEffect(() => {
    ask();
    return () => running.current?.abort();
  }, [key, part, attempt]);

  const hear = useEffectEvent((change: Parameters<typeof concerns>[0]) => {
    if (concerns(change, watch)) refresh();
  });
  const askLater = useEffectEvent(() => {
    // A slow answer is awaited: repeating the request would never get one.
    gathering.current = running.current === null ? undefined : setTimeout(askLater, GATHER_MS);
    if (running.current === null) ask();
  });
  const [refreshes, setRefreshes] = useState(0);
  const refresh = useCallback(() => setRefreshes((before) => before + 1), []);
  useEffect(() => {
    if (refreshes > 0) gathering.current ??= setTimeout(askLater, GATHER_MS);
  }, [refreshes]);
  useEffect(() => subscribe((change) => hear(change)), [subscribe]);
  useEffect(() => () => clearTimeout(gathering.current), []);
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(refresh, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, refresh]);

  const reload = useCallback(() => {
    setAnswer(null);
    setAttempt((before) => before + 1);
  }, []);
  // The answer to the previous key is not an answer to this one.
  const state: DataState<Value> = answer?.key === key ? answer.state : LOADING;
  return useMemo(() => ({ state, reload, refresh }), [state, reload, refresh]);
}

const LOADING = { kind: 'loading' } as const;
