'use client';

import { useEffect, useState } from 'react';
import { useLanguage } from '../language/language-provider';

const TICK_MS = 15_000;

/** The current time, updated every 15 seconds. */
export function useNow(tickMs = TICK_MS): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [tickMs]);
  return nowMs;
}

/** How long ago or in how long; the exact time is shown on hover. */
export function Moment({ iso }: { readonly iso: string }) {
  const { format } = useLanguage();
  return (
    <time dateTime={iso} title={format.dateTime(iso)}>
      {format.relative(iso, useNow())}
    </time>
  );
}
