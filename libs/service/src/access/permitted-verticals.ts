import { EVERY_VERTICAL, isPermitted, type Permission } from '@lintel/contracts';
import { currentIdentity } from '../http/request-context';

/**
 * Where whoever asks may do this: what a list is narrowed to.
 * @returns undefined: in every vertical
 */
export function permittedVerticals(permission: Permission): readonly string[] | undefined {
  const identity = currentIdentity();
  const granted = identity.grants
    .map(({ vertical }) => vertical)
    .filter((vertical) => isPermitted(identity, permission, vertical));
  return granted.includes(EVERY_VERTICAL) ? undefined : [...new Set(granted)];
}
