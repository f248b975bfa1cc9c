/** All permissions, as `what:how`. Each route names the one it requires. */
export const PERMISSIONS = [
  'predictions:read',
  'predictions:make',
  'predictions:delete',
  'verdicts:give',
  'models:read',
  'models:promote',
  'models:configure',
  'jobs:read',
  'jobs:run',
  'streams:read',
  'streams:settle',
  'alerts:read',
  'alerts:settle',
  'audit:read',
  'accounts:manage',
  'privacy:manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Each role includes the permissions of the roles before it. */
export const ROLES = ['viewer', 'operator', 'reviewer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The permissions that each role adds to the role before it. */
const ADDED: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['predictions:read', 'models:read', 'jobs:read', 'streams:read', 'alerts:read'],
  operator: ['predictions:make', 'predictions:delete', 'verdicts:give', 'jobs:run', 'streams:settle', 'alerts:settle'],
  reviewer: ['models:promote', 'audit:read'],
  admin: ['models:configure', 'accounts:manage', 'privacy:manage'],
};

/** All permissions of a role, in the order of `PERMISSIONS`. */
export function permissionsOf(role: Role): readonly Permission[] {
  const added = ROLES.slice(0, ROLES.indexOf(role) + 1).flatMap((one) => ADDED[one]);
  return PERMISSIONS.filter((permission) => added.includes(permission));
}
