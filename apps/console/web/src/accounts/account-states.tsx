'use client';

import { type Account } from '@lintel/contracts';
import { StatusBadge, useLanguage, useNow } from '@lintel/ui';
import { useText } from '../language/text';
import classes from './accounts.module.css';

/** Whether and how a person can sign in. */
export function AccountStates({ account }: { readonly account: Account }) {
  const text = useText().accounts.states;
  const { format } = useLanguage();
  const nowMs = useNow();
  const { disabled, lockedUntil, mustChangePassword, external } = account;
  const locked = lockedUntil !== null && Date.parse(lockedUntil) > nowMs;
  return (
    <span className={classes['badges']}>
      {disabled ? (
        <StatusBadge tone="bad">{text.disabled}</StatusBadge>
      ) : locked ? (
        <StatusBadge tone="warn">{text.locked(format.dateTime(lockedUntil))}</StatusBadge>
      ) : mustChangePassword && !external ? (
        <StatusBadge tone="warn">{text.mustChangePassword}</StatusBadge>
      ) : (
        <StatusBadge tone="good">{text.active}</StatusBadge>
      )}
      {external && <StatusBadge tone="quiet">{text.external}</StatusBadge>}
    </span>
  );
}
