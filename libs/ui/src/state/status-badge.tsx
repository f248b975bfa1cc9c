import { type ReactNode } from 'react';
import classes from './status-badge.module.css';

export interface StatusBadgeProps {
  /** What the state means: well, needs a look, bad, at work, or nothing in particular. */
  readonly tone: 'good' | 'warn' | 'bad' | 'busy' | 'quiet';
  readonly children: ReactNode;
}

/** A state in a word. The word says it, the colour only helps. */
export function StatusBadge({ tone, children }: StatusBadgeProps) {
  return (
    <span className={classes['badge']} data-tone={tone}>
      {children}
    </span>
  );
}
