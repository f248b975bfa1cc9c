'use client';

import { type Approval } from '@lintel/contracts';
import { Moment } from '@lintel/ui';
import { Alert } from '@mantine/core';
import Link from 'next/link';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import classes from './models.module.css';

/** A promotion was already requested and waits for another person. */
export function PromotionWaits({ approval }: { readonly approval: Approval }) {
  const text = useText().models.promote;
  const { summary, requestedBy, requestedAt } = approval;
  return (
    <Alert color="orange" variant="light" title={text.waiting}>
      <p className={classes['wait']}>{summary}</p>
      <p className={classes['wait']}>
        {text.askedBy(requestedBy.name)} <Moment iso={requestedAt} />
      </p>
      <Link href={addressOf.approvals()}>{text.toApprovals}</Link>
    </Alert>
  );
}
