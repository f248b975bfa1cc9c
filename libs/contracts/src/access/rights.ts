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

/** Whether the permission is granted in at least one vertical. */
export function isPermittedSomewhere(rights: Rights, permission: Permission): boolean {
  return rights.grants.some(({ vertical }) => isPermitted(rights, permission, vertical));
}

/** The vertical that a model or a topic belongs to: the first segment of its name. */
export function verticalOfModel(name: string): string {
  return name.split('.', 1)[0]!;
}

/** Programs whose consumer groups belong to the platform itself. */
const PLATFORM_PROGRAMS = ['console', 'lintel', PLATFORM_VERTICAL];

/** The vertical whose program owns a consumer group: `ecommerce-api.photos` belongs to `ecommerce`. */
export function verticalOfGroup(group: string): string {
  const vertical = verticalOfModel(group).replace(/-(api|trainer)$/, '');
  return PLATFORM_PROGRAMS.includes(vertical) ? PLATFORM_VERTICAL : vertical;
}
