import { type ReactNode } from 'react';
import classes from './status-badge.module.css';

export interface StatusBadgeProps {
  /** The meaning of the state: good, needs a look, bad, in progress, or neutral. */
  readonly tone: 'good' | 'warn' | 'bad' | 'busy' | 'quiet';
  readonly children: ReactNode;
}

/** A state in a word. The word carries the meaning; the colour only supports it. */
export function StatusBadge({ tone, children }: StatusBadgeProps) {
  return (
    <span className={classes['badge']} data-tone={tone}>
      {children}
    </span>
  );
}
