'use client';

import { type ReactNode } from 'react';
import { useText } from '../language/text';
import classes from './page-head.module.css';

export interface PageHeadProps {
  readonly title: string;
  readonly intro: string;
  /** On the right where there is room. */
  readonly aside?: ReactNode;
}

/** The head of a page; it also names the browser's tab. */
export function PageHead({ title, intro, aside }: PageHeadProps) {
  const text = useText();
  return (
    <header className={classes['head']}>
      <title>{`${title} · ${text.product} · Lintel`}</title>
      <div>
        <h1 className={classes['title']}>{title}</h1>
        <p className={classes['intro']}>{intro}</p>
      </div>
      {aside}
    </header>
  );
}
