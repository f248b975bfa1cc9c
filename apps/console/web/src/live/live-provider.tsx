'use client';

import { type Change } from '@lintel/console-contract';
import { useLive, type LiveState } from '@lintel/ui';
import { createContext, use, useCallback, useEffect, useMemo, useRef, type ReactNode } from 'react';

/** @param change null: anything may have changed */
type Listener = (change: Change | null) => void;

export interface Live {
  readonly state: LiveState;
  /** @returns unsubscribes */
  readonly subscribe: (listener: Listener) => () => void;
}

const LiveContext = createContext<Live | null>(null);
const ADDRESS = '/v1/live';
/** Interval of requests while the stream is unavailable, in milliseconds. */
const POLL_MS = 5_000;

/** Notifies the pages of changes. One connection serves them all. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const listeners = useRef(new Set<Listener>());
  const tell = useCallback((change: Change | null): void => {
    for (const listener of listeners.current) listener(change);
  }, []);
  const state = useLive({ address: ADDRESS, event: 'change', onNews: (data) => tell(readChange(data)) });

  useEffect(() => {
    if (state !== 'reconnecting') return;
    const timer = setInterval(() => tell(null), POLL_MS);
    return () => clearInterval(timer);
  }, [state, tell]);

  const subscribe = useCallback((listener: Listener) => {
    listeners.current.add(listener);
    return () => {
      listeners.current.delete(listener);
    };
  }, []);
  const live = useMemo(() => ({ state, subscribe }), [state, subscribe]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLiveChanges(): Live {
  const live = use(LiveContext);
  if (live === null) throw new Error('useLiveChanges needs a LiveProvider above it.');
  return live;
}

function readChange(data: string | null): Change | null {
  if (data === null) return null;
  try {
    return JSON.parse(data) as Change;
  } catch {
    return null;
  }
}
