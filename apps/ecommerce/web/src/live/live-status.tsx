'use client';

import { useText } from '../language/text';
import { type LiveState } from './use-live';
import classes from './live-status.module.css';

/** Whether new pictures appear by themselves at the moment. */
export function LiveStatus({ state }: { readonly state: LiveState }) {
  const text = useText().history;
  if (state === 'off') return null;
  return (
    <p className={classes['status']} role="status" data-live={state === 'live' || undefined}>
      {state === 'live' ? text.live : text.reconnecting}
    </p>
  );
}
