'use client';

import { useLanguage } from '@lintel/ui';
import { VisuallyHidden } from '@mantine/core';
import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { fetchHistory } from '../api/client';
import { NO_FILTER } from '../history/history';
import { useText } from '../language/text';
import { onVerdict } from '../verdict/verdict-news';
import classes from './check.module.css';

/** Number of unsure pictures without a verdict; nothing if there are none, or if it isn't known. */
export function LeftToCheck() {
  const text = useText().check;
  const { format } = useLanguage();
  const [count, setCount] = useState(0);
  const [news, setNews] = useState(0);
  const path = usePathname();
  useEffect(() => onVerdict(() => setNews((before) => before + 1)), []);
  useEffect(() => {
    const { signal, cancel } = cancellable();
    fetchHistory({ ...NO_FILTER, unsure: true, checked: false }, null, signal, 1).then(
      ({ total }) => setCount(total ?? 0),
      () => undefined,
    );
    return cancel;
  }, [path, news]);
  if (count === 0) return null;
  return (
    <span className={classes['mark']}>
      {format.integer(count)}
      <VisuallyHidden> {text.toCheck}</VisuallyHidden>
    </span>
  );
}

function cancellable() {
  const cancellation = new AbortController();
  return { signal: cancellation.signal, cancel: () => cancellation.abort() };
}
