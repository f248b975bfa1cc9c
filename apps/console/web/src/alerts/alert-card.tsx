'use client';

import { type Alert } from '@lintel/contracts';
import { Moment, StatusBadge, useLanguage, useNow } from '@lintel/ui';
import Link from 'next/link';
import { Permitted } from '../access/permitted';
import { useMessageWriter } from '../language/message-writer';
import { useText } from '../language/text';
import { AlertActions, type AlertActionsProps } from './alert-actions';
import { subjectAddress } from './subject-address';
import classes from './alerts.module.css';

export function AlertCard({ alert, onChanged }: AlertActionsProps) {
  const text = useText().alerts;
  const { format } = useLanguage();
  const { writeAll } = useMessageWriter();
  const { messages, severity, state, openedAt, lastSeenAt, seen } = alert;
  return (
    <li className={classes['alert']} data-severity={state === 'resolved' ? undefined : severity}>
      <div className={classes['head']}>
        <h2 className={classes['title']}>{writeAll(messages === null ? [] : [messages.title], alert.title)}</h2>
        <AlertBadges alert={alert} />
      </div>
      <p className={classes['detail']}>{writeAll(messages?.detail, alert.detail)}</p>
      <p className={classes['facts']}>
        <span>
          {text.opened} <Moment iso={openedAt} />
        </span>
        {seen > 1 && (
          <span>
            {text.seen[alert.kind](format.integer(seen))} <Moment iso={lastSeenAt} />
          </span>
        )}
        {alert.resolvedAt !== null && (
          <span>
            {text.resolvedSince} <Moment iso={alert.resolvedAt} />
          </span>
        )}
        {alert.acknowledgedBy !== null && <span>{text.acknowledgedBy(alert.acknowledgedBy)}</span>}
      </p>
      {alert.note !== null && <blockquote className={classes['note']}>{alert.note}</blockquote>}
      <div className={classes['actions']}>
        <Link href={subjectAddress(alert)}>{text.subjects[alert.kind]}</Link>
        {state !== 'resolved' && (
          <Permitted permission="alerts:settle" vertical={alert.vertical}>
            <AlertActions alert={alert} onChanged={onChanged} />
          </Permitted>
        )}
      </div>
    </li>
  );
}

/** Severity of an alert, its status, and whether it is silenced. */
export function AlertBadges({ alert }: { readonly alert: Alert }) {
  const text = useText().alerts;
  const { format } = useLanguage();
  const nowMs = useNow();
  const { severity, state, silencedUntil } = alert;
  const silenced = silencedUntil !== null && Date.parse(silencedUntil) > nowMs;
  return (
    <span className={classes['badges']}>
      {state === 'resolved' ? (
        <StatusBadge tone="good">{text.states.resolved}</StatusBadge>
      ) : (
        <>
          <StatusBadge tone={severity === 'critical' ? 'bad' : 'warn'}>{text.severities[severity]}</StatusBadge>
          {state === 'acknowledged' && <StatusBadge tone="quiet">{text.states.acknowledged}</StatusBadge>}
        </>
      )}
      {silenced && <StatusBadge tone="quiet">{text.silencedUntil(format.dateTime(silencedUntil))}</StatusBadge>}
    </span>
  );
}
