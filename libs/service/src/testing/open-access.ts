import { EVERY_VERTICAL, type Identity } from '@lintel/contracts';
import { type AccessOptions } from '../access/access.guard';

const TESTER: Identity = {
  kind: 'person',
  id: 'tester',
  name: 'Tester',
  grants: [{ vertical: EVERY_VERTICAL, role: 'admin' }],
  scopes: null,
};

/** Treats every caller as an administrator, for tests that are not about access. */
export function openAccess(vertical: string): AccessOptions {
  return { vertical, authenticate: () => Promise.resolve({ identity: TESTER, mustChangePassword: false }) };
}
