import { PERMISSIONS, type Permission } from '@lintel/contracts';
import { type Text } from '../language/text';

export type ScopeGroup = keyof Text['accounts']['group'];

/** The permissions grouped by subject, in the order of `PERMISSIONS`. */
export function scopeGroups(): readonly (readonly [group: ScopeGroup, permissions: readonly Permission[]])[] {
  const groups = new Map<ScopeGroup, Permission[]>();
  for (const permission of PERMISSIONS) {
    const group = permission.slice(0, permission.indexOf(':')) as ScopeGroup;
    groups.set(group, [...(groups.get(group) ?? []), permission]);
  }
  return [...groups];
}
