import { useEffect, useEffectEvent, useState } from 'react';
import { checkSession } from '../session/session-gate';

/** `off`: nobody looks at the page. */
export type LiveState = 'off' | 'live' | 'reconnecting';

const REOPEN_MS = 3_000;

export interface LiveSource {
  /** Of server-sent events. */
  readonly address: string;
  /** The name of those that matter. */
  readonly event: string;
  /** @param data of the event; null after a gap, in which something may have been missed */
  readonly onNews: (data: string | null) => void;
}

/**
 * Hears of what is new, and comes back by itself when the server does. A page that nobody looks at gives its
 * connection back: a browser has few of them for all its tabs.
 */
export function useLive({ address, event, onNews }: LiveSource): LiveState {
  const [state, setState] = useState<LiveState>('off');
  const news = useEffectEvent(onNews);

  useEffect(() => {
    let source: EventSource | null = null;
    let reopening: ReturnType<typeof setTimeout> | undefined;
    let gap = false;

    const open = (): void => {
      const opened = new EventSource(address);
      source = opened;
      opened.onopen = () => {
        setState('live');
        if (gap) news(null);
        gap = false;
      };
      opened.addEventListener(event, ({ data }: MessageEvent<string>) => news(data));
      opened.onerror = () => {
        gap = true;
        setState('reconnecting');
        // After an answer that is no stream the browser gives up; a refused connection it tries again itself.
        if (opened.readyState !== EventSource.CLOSED) return;
        // It doesn't tell what the answer was; the session may have ended.
        checkSession();
        reopening = setTimeout(open, REOPEN_MS);
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
  }, [address, event]);

  return state;
}
