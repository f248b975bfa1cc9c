import { type ReactNode } from 'react';
import classes from './tag.module.css';

export type Tone = 'good' | 'bad' | 'unsure' | 'quiet';

export interface TagProps {
  /** Default: `quiet`. The words say it as well: nobody has to see the colour. */
  readonly tone?: Tone;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A state in one or two words. */
export function Tag({ tone = 'quiet', title, children }: TagProps) {
  return (
    <span className={classes['tag']} data-tone={tone} title={title}>
      {children}
    </span>
  );
}
