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

/** Where roles can be given: everywhere, the platform, and every vertical that has shown itself. */
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

/** The roles that somebody can give in a vertical: nobody gives more than they may do themselves. */
export function givableRoles(giver: Pick<Identity, 'grants' | 'scopes'>, vertical: string): readonly Role[] {
  return ROLES.filter((role) => permissionsOf(role).every((permission) => isPermitted(giver, permission, vertical)));
}

/** What at least one of the roles allows, in the order of `PERMISSIONS`. */
export function permissionsOfGrants(grants: readonly Grant[]): readonly Permission[] {
  return PERMISSIONS.filter((permission) => grants.some(({ role }) => permissionsOf(role).includes(permission)));
}

/** What is offered first: the least role, in the narrowest place without one; undefined where there is none. */
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
