'use client';

import { EVERY_VERTICAL, PLATFORM_VERTICAL, type Grant } from '@lintel/contracts';
import { StatusBadge } from '@lintel/ui';
import { useText } from '../language/text';
import classes from './accounts.module.css';

/** Roles with the verticals they apply to. */
export function GrantList({ grants }: { readonly grants: readonly Grant[] }) {
  const text = useText().accounts;
  const nameOf = useVerticalName();
  if (grants.length === 0) return <StatusBadge tone="warn">{text.noRoles}</StatusBadge>;
  return (
    <ul className={classes['grantList']}>
      {grants.map(({ vertical, role }) => (
        <li key={`${vertical} ${role}`}>{text.roleIn(text.roles[role], nameOf(vertical))}</li>
      ))}
    </ul>
  );
}

/** Name of a vertical for people. */
export function useVerticalName(): (vertical: string) => string {
  const text = useText().accounts;
  return (vertical) =>
    vertical === EVERY_VERTICAL ? text.everywhere : vertical === PLATFORM_VERTICAL ? text.platform : vertical;
}
