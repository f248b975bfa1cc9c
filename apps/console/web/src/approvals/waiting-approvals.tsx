'use client';

import { useLanguage, useNow, useSession } from '@lintel/ui';
import { VisuallyHidden } from '@mantine/core';
import { useText } from '../language/text';
import classes from '../shell/mark.module.css';
import { partIn } from './may-decide';
import { useWaitingApprovals } from './use-waiting-approvals';

/** Number of approvals that wait for this person; nothing if there are none. */
export function WaitingApprovals() {
  const text = useText().approvals;
  const { format } = useLanguage();
  const { identity } = useSession();
  const nowMs = useNow();
  const { state } = useWaitingApprovals();
  const waiting =
    state.kind === 'ready' ? state.value.filter((approval) => partIn(approval, identity, nowMs) === 'decide') : [];
  if (waiting.length === 0) return null;
  return (
    <span className={classes['mark']}>
      {format.integer(waiting.length)}
      <VisuallyHidden> {text.waitForMe}</VisuallyHidden>
    </span>
  );
}
