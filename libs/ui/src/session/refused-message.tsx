'use client';

import { useLanguage, useUiMessages } from '../language/language-provider';
import { type Trouble } from '../request/trouble';
import { useTroubleWriter } from '../state/trouble-message';
import { type Wait } from './use-wait';
import classes from './entrance.module.css';

export interface RefusedMessageProps {
  readonly trouble: Trouble;
  readonly wait: Wait;
}

/** Why the sign-in was refused, and when it may be tried again. */
export function RefusedMessage({ trouble, wait }: RefusedMessageProps) {
  const text = useUiMessages().session;
  const { format } = useLanguage();
  const general = useTroubleWriter()(trouble);
  // The api returns the same error for a wrong name and a wrong password, and the page shows the same.
  const refused = trouble.problem?.code === 'SIGN_IN_REFUSED';
  if (trouble.retryAfterMs === undefined) {
    const { title, cure } = refused ? text.refused : general;
    return (
      <>
        <strong>{title}</strong>
        <p className={classes['cure']}>{cure}</p>
      </>
    );
  }
  // A screen reader reads it once, not every second.
  return (
    <>
      <strong>{refused ? text.locked : general.title}</strong>
      <p className={classes['cure']} aria-live="off">
        {wait.leftMs > 0 ? text.wait(format.duration(Math.ceil(wait.leftMs / 1_000))) : text.waitIsOver}
      </p>
    </>
  );
}
