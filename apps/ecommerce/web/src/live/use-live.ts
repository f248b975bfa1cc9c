import { useEffect, useEffectEvent, useState } from 'react';
import { LIVE_ADDRESS } from '../api/client';

/** `off`: nobody looks at the page. */
export type LiveState = 'off' | 'live' | 'reconnecting';

const REOPEN_MS = 3_000;

/**
 * Hears of every new recognition, and comes back by itself when the server does. A page that nobody looks at gives
 * its connection back: a browser has few of them for all its tabs.
 * @param onNews also called after every gap, in which something may have been missed
 */
export function useLive(onNews: () => void): LiveState {
  const [state, setState] = useState<LiveState>('off');
  const news = useEffectEvent(onNews);

  useEffect(() => {
    let source: EventSource | null = null;
    let reopening: ReturnType<typeof setTimeout> | undefined;
    let gap = false;

    const open = (): void => {
      const opened = new EventSource(LIVE_ADDRESS);
      source = opened;
      opened.onopen = () => {
        setState('live');
        if (gap) news();
        gap = false;
      };
      opened.addEventListener('recognised', () => news());
      opened.onerror = () => {
        gap = true;
        setState('reconnecting');
        // After an answer that is no stream the browser gives up; a refused connection it tries again itself.
        if (opened.readyState === EventSource.CLOSED) reopening = setTimeout(open, REOPEN_MS);
      };
    };
    const close = (): void => {
      clearTimeout(reopening);
      source?.close();
      source = null;
    };
    const look = (): void => {
      close();
      if (document.visibilityState === 'hidden') {
        gap = true;
        setState('off');
      } else open();
    };

    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      close();
    };
  }, []);

  return state;
}
