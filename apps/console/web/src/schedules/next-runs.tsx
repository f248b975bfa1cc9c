'use client';

import { Moment, useLanguage } from '@lintel/ui';
import classes from './schedules.module.css';

export interface NextRunsProps {
  readonly runs: readonly string[];
  /** Time zone of the schedule. */
  readonly timeZone: string;
}

export function NextRuns({ runs, timeZone }: NextRunsProps) {
  const { format } = useLanguage();
  return (
    <ol className={classes['runs']}>
      {runs.map((run) => (
        <li key={run}>
          {format.dateTime(run, timeZone)} (<Moment iso={run} />)
        </li>
      ))}
    </ol>
  );
}
