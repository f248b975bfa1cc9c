'use client';

import { type ReactNode } from 'react';
import classes from './page-head.module.css';
import { useProduct } from './product';

export interface PageHeadProps {
  readonly title: string;
  readonly intro?: ReactNode;
  /** Above the title, such as the way back. */
  readonly above?: ReactNode;
  /** On the right if there is room. */
  readonly aside?: ReactNode;
}

/** The head of a page; it also sets the title of the browser's tab. */
export function PageHead({ title, intro, above, aside }: PageHeadProps) {
  const product = useProduct();
  return (
    <header className={classes['head']}>
      <title>{`${title} · ${product} · Lintel`}</title>
      <div className={classes['words']}>
        {above}
        <h1 className={classes['title']}>{title}</h1>
        {intro !== undefined && <p className={classes['intro']}>{intro}</p>}
      </div>
      {aside}
    </header>
  );
}
