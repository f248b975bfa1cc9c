import { isPermitted, LintelError, permissionsOf, type Grant, type Identity, type Permission } from '@lintel/contracts';

/**
 * Prevents people from granting more than their own permissions, and from changing an account that has more: both would
 * be a way to become an administrator, the second one through a new password.
 * @throws LintelError NOT_PERMITTED naming the excess permission
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
 * Prevents people from reducing their own permissions, and from changing their own password without knowing it: a
 * passer-by at an open browser could do that, and a slip could lock them out.
 * @throws LintelError CONFLICT
 */
export function requireSomebodyElse(own: Identity, accountId: string): void {
  if (own.id !== accountId) return;
  throw new LintelError('CONFLICT', {
    problem: 'This is your own account.',
    expected: 'the account of another person',
    cure: 'Ask another administrator. You can change your own password in the menu of your account.',
  });
}

function beyondOwnRights(permission: Permission, vertical: string): LintelError {
  return new LintelError('NOT_PERMITTED', {
    problem: 'This goes beyond your own permissions.',
    expected: 'roles within your own',
    received: `${permission} in ${vertical === '*' ? 'all verticals' : vertical}`,
    cure: 'Leave it out, or ask a person who has that role.',
  });
}
