'use client';

import { useEffect, useState } from 'react';
import { useLanguage } from '../language/language-provider';

const TICK_MS = 15_000;

/** The time, anew every 15 seconds. */
export function useNow(tickMs = TICK_MS): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [tickMs]);
  return nowMs;
}

/** How long ago something was, or in how long it will be; the exact time on pointing at it. */
export function Moment({ iso }: { readonly iso: string }) {
  const { format } = useLanguage();
  return (
    <time dateTime={iso} title={format.dateTime(iso)}>
      {format.relative(iso, useNow())}
    </time>
  );
}
