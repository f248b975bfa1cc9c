'use client';

import { type Overview } from '@lintel/console-contract';
import { Figures, useLanguage } from '@lintel/ui';
import Link from 'next/link';
import { type ReactNode } from 'react';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import classes from './overview.module.css';

/** The counts that summarise the state; each links to its list. */
export function KeyFigures({ overview: { jobs, alerts, streams } }: { readonly overview: Overview }) {
  const text = useText().overview.figures;
  const { format } = useLanguage();
  const { integer } = format;
  return (
    <Figures
      figures={[
        {
          name: text.running,
          value: <Count href={addressOf.jobs({ status: 'active' })}>{integer(jobs.active)}</Count>,
          hint: text.queued(integer(jobs.queued)),
        },
        {
          name: text.failedToday,
          value: (
            <Count href={addressOf.jobs({ status: 'failed' })} tone={jobs.failedToday > 0 ? 'bad' : undefined}>
              {integer(jobs.failedToday)}
            </Count>
          ),
          hint: text.succeededToday(integer(jobs.succeededToday)),
        },
        {
          name: text.alerts,
          value: (
            <Count href={addressOf.alerts()} tone={alerts.critical > 0 ? 'bad' : alerts.open > 0 ? 'warn' : undefined}>
              {integer(alerts.open)}
            </Count>
          ),
          hint: text.critical(integer(alerts.critical)),
        },
        {
          name: text.lag,
          value: (
            <Count href={addressOf.streams()} tone={streams.ready ? undefined : 'bad'}>
              {streams.lag === null ? '–' : integer(streams.lag)}
            </Count>
          ),
          hint: streams.ready ? text.engines[streams.engine] : text.streamAway(text.engines[streams.engine]),
        },
        {
          name: text.deadLetters,
          value: (
            <Count href={addressOf.streams()} tone={(streams.deadLetters ?? 0) > 0 ? 'warn' : undefined}>
              {streams.deadLetters === null ? '–' : integer(streams.deadLetters)}
            </Count>
          ),
          hint: text.deadLettersHint,
        },
      ]}
    />
  );
}

interface CountProps {
  readonly href: string;
  readonly tone?: 'warn' | 'bad' | undefined;
  readonly children: ReactNode;
}

function Count({ href, tone, children }: CountProps) {
  return (
    <Link href={href} className={classes['count']} data-tone={tone}>
      {children}
    </Link>
  );
}
