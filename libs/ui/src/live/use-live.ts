import { useEffect, useEffectEvent, useState } from 'react';
import { checkSession } from '../session/session-gate';

/** `off`: the page is hidden. */
export type LiveState = 'off' | 'live' | 'reconnecting';

const REOPEN_MS = 3_000;

export interface LiveSource {
  /** Address of the server-sent events. */
  readonly address: string;
  /** Name of the events to receive. */
  readonly event: string;
  /** @param data of the event; null after a gap, in which events may have been missed */
  readonly onNews: (data: string | null) => void;
}

/**
 * Receives events, and reconnects when the server is back. A hidden page closes its connection, because a browser has
 * only a few for all its tabs.
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
        // After an answer that is not a stream the browser gives up; it retries a refused connection itself.
        if (opened.readyState !== EventSource.CLOSED) return;
        // The browser doesn't report the answer; the session may have ended.
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
