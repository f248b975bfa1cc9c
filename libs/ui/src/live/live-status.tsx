'use client';

import { useUiMessages } from '../language/language-provider';
import classes from './live-status.module.css';
import { type LiveState } from './use-live';

export interface LiveStatusProps {
  readonly state: LiveState;
  /** What "live" means on this page. */
  readonly label: string;
}

/** Whether new items currently appear by themselves. */
export function LiveStatus({ state, label }: LiveStatusProps) {
  const text = useUiMessages().state;
  if (state === 'off') return null;
  return (
    <p className={classes['status']} role="status" data-live={state === 'live' || undefined}>
      {state === 'live' ? label : text.reconnecting}
    </p>
  );
}
