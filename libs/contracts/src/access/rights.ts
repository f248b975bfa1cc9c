import { type Identity } from './identity';
import { permissionsOf, type Permission } from './role';
import { EVERY_VERTICAL, PLATFORM_VERTICAL } from './verticals';

type Rights = Pick<Identity, 'grants' | 'scopes'>;

export function isPermitted({ grants, scopes }: Rights, permission: Permission, vertical: string): boolean {
  if (scopes !== null && !scopes.includes(permission)) return false;
  return grants.some(
    (grant) =>
      (grant.vertical === EVERY_VERTICAL || grant.vertical === vertical) &&
      permissionsOf(grant.role).includes(permission),
  );
}

/** Whether there is any vertical in which it is permitted. */
export function isPermittedSomewhere(rights: Rights, permission: Permission): boolean {
  return rights.grants.some(({ vertical }) => isPermitted(rights, permission, vertical));
}

/** The vertical that a model or a topic belongs to: the first word of its name. */
export function verticalOfModel(name: string): string {
  return name.split('.', 1)[0]!;
}

/** Programs whose groups are the platform's own. */
const PLATFORM_PROGRAMS = ['console', 'lintel', PLATFORM_VERTICAL];

/** The vertical whose program reads in a consumer group: `ecommerce-api.photos` is of `ecommerce`. */
export function verticalOfGroup(group: string): string {
  const vertical = verticalOfModel(group).replace(/-(api|trainer)$/, '');
  return PLATFORM_PROGRAMS.includes(vertical) ? PLATFORM_VERTICAL : vertical;
}
