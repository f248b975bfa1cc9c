'use client';

import { type ReactNode } from 'react';
import { Picture } from './picture';
import classes from './picture-card.module.css';

export interface PictureCardProps {
  /** Address of the picture; null if there is none to show. */
  readonly picture: string | null;
  /** Name of the picture's file. */
  readonly name: string;
  /** Top right, such as a button that removes the card. */
  readonly corner?: ReactNode;
  readonly children: ReactNode;
}

/** A picture and the facts about it. */
export function PictureCard({ picture, name, corner, children }: PictureCardProps) {
  return (
    <article className={classes['card']} aria-label={name}>
      <Picture address={picture} alt={name} className={classes['picture'] ?? ''} />
      <div className={classes['body']}>
        <header className={classes['head']}>
          <span className={classes['name']} title={name}>
            {name}
          </span>
          {corner}
        </header>
        {children}
      </div>
    </article>
  );
}
