import { type Recognition } from '@lintel/ecommerce-contract';
import { useEffect, useEffectEvent, useState } from 'react';
import { fetchById } from '../api/client';

/**
 * The picture in the address, also if it is not in the list; null while it is loading, and if it was deleted.
 * @param onGone called if there is no such picture in the history
 */
export function useOpenRecognition(
  id: string | null,
  items: readonly Recognition[],
  settled: boolean,
  onGone: () => void,
): Recognition | null {
  const shown = items.find((item) => item.id === id) ?? null;
  const [fetched, setFetched] = useState<Recognition | null>(null);
  const missing = id !== null && shown === null && settled;
  const gone = useEffectEvent(onGone);
  useEffect(() => {
    if (!missing || fetched?.id === id) return undefined;
    const cancellation = new AbortController();
    fetchById([id], cancellation.signal).then(
      ({ items: [found] }) => (found === undefined ? gone() : setFetched(found)),
      () => {
        if (!cancellation.signal.aborted) gone();
      },
    );
    return () => cancellation.abort();
  }, [missing, id, fetched?.id]);
  return shown ?? (id !== null && fetched?.id === id ? fetched : null);
}
