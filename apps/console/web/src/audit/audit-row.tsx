'use client';

import { type AuditEntry } from './audit-api';
import { Moment, StatusBadge, useLanguage } from '@lintel/ui';
import { UnstyledButton } from '@mantine/core';
import { useText } from '../language/text';
import classes from './audit.module.css';

export const OUTCOME_TONES = { done: 'good', refused: 'warn', failed: 'bad' } as const;

interface AuditRowProps {
  readonly entry: AuditEntry;
  readonly onOpen: () => void;
}

/** One entry in the list; the whole row opens it. */
export function AuditRow({ entry, onOpen }: AuditRowProps) {
  const text = useText().audit;
  const { format } = useLanguage();
  const { sequence, at, actor, action, subject, vertical, outcome, reason } = entry;
  return (
    <li>
      <UnstyledButton
        className={classes['entry']}
        onClick={onOpen}
        aria-haspopup="dialog"
        title={text.openEntry(format.integer(sequence))}
      >
        <span className={classes['what']}>
          <strong>{action}</strong>
          <span>{subject === null ? vertical : `${subject.kind} ${subject.id}`}</span>
        </span>
        <span className={classes['outcome']}>
          <StatusBadge tone={OUTCOME_TONES[outcome]}>{text.outcomes[outcome]}</StatusBadge>
        </span>
        <span className={classes['reason']}>{reason}</span>
        <span className={classes['who']}>
          <span>{actor.name}</span>
          <Moment iso={at} />
        </span>
      </UnstyledButton>
    </li>
  );
}
