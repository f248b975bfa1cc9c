import { useEffect, useState } from 'react';

export interface Wait {
  /** Milliseconds until the next attempt is allowed; 0: now. */
  readonly leftMs: number;
  readonly begin: (forMs: number) => void;
}

const TICK_MS = 1_000;

/** Counts down to the next allowed attempt. */
export function useWait(): Wait {
  const [untilMs, setUntilMs] = useState(0);
  const [nowMs, setNowMs] = useState(0);
  const waiting = untilMs > nowMs;
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [waiting]);
  return {
    leftMs: Math.max(0, untilMs - nowMs),
    begin: (forMs) => {
      const now = Date.now();
      setNowMs(now);
      setUntilMs(now + forMs);
    },
  };
}
