import { troubleOfError, type Trouble } from '@lintel/ui';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useLiveChanges } from './live-provider';
import { concerns, type Watch } from './watch';

export type DataState<Value> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly trouble: Trouble }
  /** `stale` says why the newest could not be had; what is shown is the last answer, got at `atMs`. */
  | { readonly kind: 'ready'; readonly value: Value; readonly stale: Trouble | null; readonly atMs: number };

export interface Data<Value> {
  readonly state: DataState<Value>;
  /** Asks anew, from the beginning. */
  readonly reload: () => void;
  /** Asks anew and keeps what is shown meanwhile, such as after an action. */
  readonly refresh: () => void;
}

export interface DataSource<Value> {
  /** Says what is asked for: another key, another question. */
  readonly key: string;
  /** Another part of the same question, such as how many pages: asked for anew while the answer before is shown. */
  readonly part?: string | number;
  readonly load: (signal: AbortSignal) => Promise<Value>;
  readonly watch: Watch;
  /** Asks by the clock as well, for what no change tells of. */
  readonly everyMs?: number;
}

/** Many rows may change at once: they are asked for together, and not oftener than this. */
export const GATHER_MS = 600;

/** Something of the api on a page: asked for, and asked for again when it has changed. */
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
    // A slow answer is waited for: asking over and over would never get one.
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
  // The answer to the question before is no answer to this one.
  const state: DataState<Value> = answer?.key === key ? answer.state : LOADING;
  return useMemo(() => ({ state, reload, refresh }), [state, reload, refresh]);
}

const LOADING = { kind: 'loading' } as const;
