import { isPermitted, LintelError, permissionsOf, type Grant, type Identity, type Permission } from '@lintel/contracts';

/**
 * Nobody gives out more than they may do themselves, nor changes somebody who may do more: the first would make them
 * an administrator by a detour, the second as well, by a new password.
 * @throws LintelError NOT_PERMITTED naming what goes beyond it
 */
export function requireWithinOwnRights(
  own: Identity,
  { grants, scopes }: { readonly grants: readonly Grant[]; readonly scopes?: readonly Permission[] },
): void {
  for (const { vertical, role } of grants) {
    const given = permissionsOf(role).filter((permission) => scopes?.includes(permission) ?? true);
    const beyond = given.find((permission) => !isPermitted(own, permission, vertical));
    if (beyond !== undefined) throw beyondOwnRights(beyond, vertical);
  }
}

/**
 * Nobody takes rights from themselves, nor their own password without knowing it: who comes by somebody's open browser
 * could, and who slips could lock themselves out.
 * @throws LintelError CONFLICT
 */
export function requireSomebodyElse(own: Identity, accountId: string): void {
  if (own.id !== accountId) return;
  throw new LintelError('CONFLICT', {
    problem: 'This is your own account.',
    expected: 'the account of somebody else',
    cure: 'Ask another administrator. Your own password is changed in the menu of your account.',
  });
}

function beyondOwnRights(permission: Permission, vertical: string): LintelError {
  return new LintelError('NOT_PERMITTED', {
    problem: 'This goes beyond what you may do yourself.',
    expected: 'roles within your own',
    received: `${permission} in ${vertical === '*' ? 'all verticals' : vertical}`,
    cure: 'Leave it out, or ask somebody who has that role.',
  });
}
