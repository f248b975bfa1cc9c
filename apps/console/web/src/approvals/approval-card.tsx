'use client';

import { type Approval } from '@lintel/contracts';
import { Moment, StatusBadge, useNow, useSession, type StatusBadgeProps } from '@lintel/ui';
import { Button, Group } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { modelOf } from './approval-subject';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { type Decision } from './approvals-api';
import { DecisionDialog } from './decision-dialog';
import { partIn } from './may-decide';
import classes from './approvals.module.css';

const TONES: Readonly<Record<Approval['state'], StatusBadgeProps['tone']>> = {
  waiting: 'warn',
  approved: 'good',
  rejected: 'quiet',
  expired: 'quiet',
  failed: 'bad',
};

export interface ApprovalCardProps {
  readonly approval: Approval;
  readonly onChanged: () => void;
}

/** What is requested, by whom, and the outcome. */
export function ApprovalCard({ approval, onChanged }: ApprovalCardProps) {
  const text = useText().approvals;
  const actions: Readonly<Record<string, string>> = text.actions;
  const { action, vertical, subject, summary, reason, requestedBy, requestedAt, state } = approval;
  const model = modelOf(approval);
  return (
    <li className={classes['approval']} aria-label={summary}>
      <div className={classes['head']}>
        <h2 className={classes['title']}>{summary}</h2>
        <StatusBadge tone={TONES[state]}>{text.states[state]}</StatusBadge>
      </div>
      <p className={classes['facts']}>
        <span>{`${actions[action] ?? action} · ${vertical} · ${subject.id}`}</span>
        <span>
          {text.askedBy(requestedBy.name)} <Moment iso={requestedAt} />
        </span>
      </p>
      {reason !== null && <blockquote className={classes['said']}>{reason}</blockquote>}
      <Outcome approval={approval} />
      <div className={classes['actions']}>
        {model === null ? <span /> : <Link href={addressOf.model(model)}>{text.openModel}</Link>}
        <Deciding approval={approval} onChanged={onChanged} />
      </div>
    </li>
  );
}

function Outcome({ approval }: { readonly approval: Approval }) {
  const text = useText().approvals;
  const { state, decidedBy, decidedAt, expiresAt, note } = approval;
  return (
    <>
      <p className={classes['facts']}>
        {decidedBy !== null &&
        decidedAt !== null &&
        (state === 'approved' || state === 'rejected' || state === 'failed') ? (
          <span>
            {text.decidedBy[state](decidedBy.name)} <Moment iso={decidedAt} />
          </span>
        ) : (
          <span>
            {state === 'expired' ? text.expired : text.expires} <Moment iso={expiresAt} />
          </span>
        )}
      </p>
      {note !== null && <blockquote className={classes['said']}>{note}</blockquote>}
    </>
  );
}

function Deciding({ approval, onChanged }: ApprovalCardProps) {
  const text = useText().approvals;
  const { identity } = useSession();
  const nowMs = useNow();
  const [decision, setDecision] = useState<Decision | null>(null);
  const part = partIn(approval, identity, nowMs);
  if (part === 'settled') return null;
  if (part === 'other') return <p className={classes['wait']}>{text.notAllowed}</p>;
  return (
    <Group gap="xs">
      {part === 'own' ? (
        <>
          <p className={classes['wait']}>{text.own}</p>
          <Button size="xs" variant="default" onClick={() => setDecision('take-back')}>
            {text.takeBack}
          </Button>
        </>
      ) : (
        <>
          <Button size="xs" variant="default" onClick={() => setDecision('reject')}>
            {text.reject}
          </Button>
          <Button size="xs" onClick={() => setDecision('approve')}>
            {text.approve}
          </Button>
        </>
      )}
      <DecisionDialog approval={approval} decision={decision} onClose={() => setDecision(null)} onDecided={onChanged} />
    </Group>
  );
}
