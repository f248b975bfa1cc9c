import { useSearchParams } from 'next/navigation';
import { useRef } from 'react';
import { addressOfPlace, readPlace, type HistoryPlace } from './history';

export interface PlaceControls {
  readonly place: HistoryPlace;
  /** Changes the address with a step that the back button undoes. */
  readonly go: (change: Partial<HistoryPlace>) => void;
  /** Changes the address without a step, such as from picture to picture or while typing. */
  readonly adjust: (change: Partial<HistoryPlace>) => void;
  readonly open: (id: string) => void;
  readonly close: () => void;
}

/** The place in the history, kept in the address, so that reload, back, forward and a copied link show the same. */
export function usePlace(): PlaceControls {
  const place = readPlace(useSearchParams());
  /** Whether the previous step is this page without the open picture. */
  const opened = useRef(false);
  const addressOf = (change: Partial<HistoryPlace>): string => addressOfPlace({ ...place, ...change });
  // The router follows both, and the page keeps its scroll position.
  const go = (change: Partial<HistoryPlace>): void => window.history.pushState(null, '', addressOf(change));
  const adjust = (change: Partial<HistoryPlace>): void => window.history.replaceState(null, '', addressOf(change));
  return {
    place,
    go,
    adjust,
    open: (openId) => {
      opened.current = true;
      go({ openId });
    },
    close: () => {
      if (opened.current) window.history.back();
      else adjust({ openId: null });
      opened.current = false;
    },
  };
}
