import {
  EVERY_VERTICAL,
  isPermitted,
  permissionsOf,
  PERMISSIONS,
  PLATFORM_VERTICAL,
  ROLES,
  type Account,
  type Grant,
  type Identity,
  type Permission,
  type RegisteredModel,
  type Role,
} from '@lintel/contracts';

/** The scopes of roles: everywhere, the platform, and every vertical that is known. */
export function knownVerticals(
  models: readonly Pick<RegisteredModel, 'vertical'>[],
  accounts: readonly Pick<Account, 'grants'>[],
): readonly string[] {
  const named = [
    ...models.map(({ vertical }) => vertical),
    ...accounts.flatMap(({ grants }) => grants.map(({ vertical }) => vertical)),
  ];
  const own = [...new Set(named)].filter((name) => name !== EVERY_VERTICAL && name !== PLATFORM_VERTICAL);
  return [EVERY_VERTICAL, PLATFORM_VERTICAL, ...own.sort()];
}

/** The roles that a person can grant in a vertical: none with more permissions than their own. */
export function givableRoles(giver: Pick<Identity, 'grants' | 'scopes'>, vertical: string): readonly Role[] {
  return ROLES.filter((role) => permissionsOf(role).every((permission) => isPermitted(giver, permission, vertical)));
}

/** The permissions of at least one of the roles, in the order of `PERMISSIONS`. */
export function permissionsOfGrants(grants: readonly Grant[]): readonly Permission[] {
  return PERMISSIONS.filter((permission) => grants.some(({ role }) => permissionsOf(role).includes(permission)));
}

/** The default for a new grant: the lowest role, in the narrowest scope without one; undefined if there is none. */
export function nextGrant(
  giver: Pick<Identity, 'grants' | 'scopes'>,
  verticals: readonly string[],
  grants: readonly Grant[],
): Grant | undefined {
  const vertical = verticals
    .toReversed()
    .find((one) => !grants.some((grant) => grant.vertical === one) && givableRoles(giver, one).length > 0);
  const role = vertical === undefined ? undefined : givableRoles(giver, vertical)[0];
  return vertical === undefined || role === undefined ? undefined : { vertical, role };
}
