'use client';

import { useUiMessages } from '../language/language-provider';
import classes from './live-status.module.css';
import { type LiveState } from './use-live';

export interface LiveStatusProps {
  readonly state: LiveState;
  /** What being live means here. */
  readonly label: string;
}

/** Whether what is new appears by itself at the moment. */
export function LiveStatus({ state, label }: LiveStatusProps) {
  const text = useUiMessages().state;
  if (state === 'off') return null;
  return (
    <p className={classes['status']} role="status" data-live={state === 'live' || undefined}>
      {state === 'live' ? label : text.reconnecting}
    </p>
  );
}
