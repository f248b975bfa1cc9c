import { type DeletedRecognition } from '@lintel/ecommerce-contract';
import { troubleOfError, type Trouble } from '@lintel/ui';
import { useCallback, useEffect, useState } from 'react';
import { fetchBin } from '../api/client';

export interface Bin {
  readonly kind: 'loading' | 'ready' | 'failed';
  readonly items: readonly DeletedRecognition[];
  readonly total: number;
  readonly nextCursor: string | null;
  readonly trouble: Trouble | null;
}

const EMPTY: Bin = { kind: 'loading', items: [], total: 0, nextCursor: null, trouble: null };

export interface BinControls {
  readonly bin: Bin;
  readonly loadMore: () => void;
  readonly reload: () => void;
  /** Removes one from the screen that was restored or removed. */
  readonly hide: (id: string) => void;
}

/** The deleted recognitions, the last one first. */
export function useBin(): BinControls {
  const [bin, setBin] = useState(EMPTY);
  const [attempt, setAttempt] = useState(0);

  const load = useCallback((cursor: string | null, signal: AbortSignal) => {
    fetchBin(cursor, signal).then(
      ({ items, total, nextCursor }) =>
        setBin((before) => {
          const known = cursor === null ? [] : before.items;
          return { kind: 'ready', items: [...known, ...items], total, nextCursor, trouble: null };
        }),
      (error: unknown) => {
        if (!signal.aborted) setBin((before) => ({ ...before, kind: 'failed', trouble: troubleOfError(error) }));
      },
    );
  }, []);
  useEffect(() => {
    const cancellation = new AbortController();
    load(null, cancellation.signal);
    return () => cancellation.abort();
  }, [load, attempt]);

  return {
    bin,
    loadMore: () => load(bin.nextCursor, new AbortController().signal),
    reload: () => {
      setBin(EMPTY);
      setAttempt((before) => before + 1);
    },
    hide: (id) =>
      setBin((before) => {
        const items = before.items.filter((item) => item.id !== id);
        return { ...before, items, total: before.total - (before.items.length - items.length) };
      }),
  };
}
