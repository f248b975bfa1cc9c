import { EVERY_VERTICAL, isPermitted, type Permission } from '@lintel/contracts';
import { currentIdentity } from '../http/request-context';

/**
 * The verticals in which the caller has a permission, used to filter lists.
 * @returns undefined for every vertical
 */
export function permittedVerticals(permission: Permission): readonly string[] | undefined {
  const identity = currentIdentity();
  const granted = identity.grants
    .map(({ vertical }) => vertical)
    .filter((vertical) => isPermitted(identity, permission, vertical));
  return granted.includes(EVERY_VERTICAL) ? undefined : [...new Set(granted)];
}
