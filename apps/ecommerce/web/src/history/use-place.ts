import { useSearchParams } from 'next/navigation';
import { useRef } from 'react';
import { addressOfPlace, readPlace, type HistoryPlace } from './history';

export interface PlaceControls {
  readonly place: HistoryPlace;
  /** A step that the back button undoes. */
  readonly go: (change: Partial<HistoryPlace>) => void;
  /** Changes the address without a step of its own, such as from picture to picture or letter to letter. */
  readonly adjust: (change: Partial<HistoryPlace>) => void;
  readonly open: (id: string) => void;
  readonly close: () => void;
}

/** Where one is in the history lives in the address: reload, back, forward and a copied link show the same. */
export function usePlace(): PlaceControls {
  const place = readPlace(useSearchParams());
  /** Whether the step before the open picture is this page without it. */
  const opened = useRef(false);
  const addressOf = (change: Partial<HistoryPlace>): string => addressOfPlace({ ...place, ...change });
  // The router follows both, and the page keeps its place.
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
