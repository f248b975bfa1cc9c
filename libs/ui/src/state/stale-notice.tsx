'use client';

import { Button } from '@mantine/core';
import { AwayIcon } from '../icons/icons';
import { useLanguage, useUiMessages } from '../language/language-provider';
import { type Trouble } from '../request/trouble';
import { useNow } from './moment';
import { useTroubleWriter } from './trouble-message';
import classes from './notice.module.css';

export interface StaleNoticeProps {
  /** When the content was loaded, milliseconds since 1970; null if unknown. */
  readonly sinceMs?: number | null;
  /** Why the newest content can't be loaded. */
  readonly trouble: Trouble;
  readonly onRetry: () => void;
}

/** Shown above content that may be out of date: since when, why, and how to try again. */
export function StaleNotice({ sinceMs = null, trouble, onRetry }: StaleNoticeProps) {
  const text = useUiMessages().state;
  const { format } = useLanguage();
  const nowMs = useNow();
  const reason = useTroubleWriter()(trouble).title;
  const age = sinceMs === null ? text.stale : text.staleSince(format.relative(new Date(sinceMs).toISOString(), nowMs));
  return (
    <div className={classes['notice']} role="status">
      <AwayIcon size={18} />
      <p>{`${age}: ${reason}`}</p>
      <Button variant="default" size="xs" onClick={onRetry}>
        {text.retry}
      </Button>
    </div>
  );
}
