'use client';

import { Button } from '@mantine/core';
import { useState } from 'react';
import { type Locale } from '../language/locale';
import { useLanguage, useMessages } from '../language/language-provider';
import { writeNumber } from './write-number';
import classes from './contribution-bars.module.css';

const SHOWN_BARS = 6;

const MORE: Readonly<Record<Locale, { readonly more: (count: string) => string }>> = {
  en: { more: (count) => `Show ${count} more` },
  'zh-CN': { more: (count) => `再显示 ${count} 项` },
};

export interface Contribution {
  readonly name: string;
  /** Shown in a quieter colour behind the name. */
  readonly detail?: string;
  readonly contribution: number;
}

export interface ContributionBarsProps {
  readonly title: string;
  readonly caption: string;
  /** In the order shown. */
  readonly bars: readonly Contribution[];
}

/** What each part adds to an answer; bars to the left lower it. */
export function ContributionBars({ title, caption, bars }: ContributionBarsProps) {
  const { format } = useLanguage();
  const text = useMessages(MORE);
  const [all, setAll] = useState(false);
  const most = Math.max(...bars.map(({ contribution }) => Math.abs(contribution)), Number.MIN_VALUE);
  const shown = all ? bars : bars.slice(0, SHOWN_BARS);
  const signed = (value: number): string => `${value > 0 ? '+' : ''}${writeNumber(format, value)}`;
  return (
    <section className={classes['reasons']} aria-label={title}>
      <h3 className={classes['title']}>{title}</h3>
      <p className={classes['caption']}>{caption}</p>
      <ol className={classes['bars']}>
        {shown.map(({ name, detail, contribution }) => (
          <li key={name} className={classes['bar']}>
            <span className={classes['name']} title={detail === undefined ? name : `${name}: ${detail}`}>
              {name}
              {detail !== undefined && (
                <>
                  {' '}
                  <small>{detail}</small>
                </>
              )}
            </span>
            <span className={classes['track']} aria-hidden="true">
              <span
                className={classes['fill']}
                data-against={contribution < 0 || undefined}
                style={{ width: `${(Math.abs(contribution) / most) * 50}%` }}
              />
            </span>
            <span className={classes['value']}>{signed(contribution)}</span>
          </li>
        ))}
      </ol>
      {shown.length < bars.length && (
        <Button className={classes['more'] ?? ''} size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
          {text.more(format.integer(bars.length - shown.length))}
        </Button>
      )}
    </section>
  );
}
