import { EVERY_VERTICAL, type Identity } from '@lintel/contracts';
import { type AccessOptions } from '../access/access.guard';

const TESTER: Identity = {
  kind: 'person',
  id: 'tester',
  name: 'Tester',
  grants: [{ vertical: EVERY_VERTICAL, role: 'admin' }],
  scopes: null,
};

/** Whoever calls is an administrator: for tests of something else than access. */
export function openAccess(vertical: string): AccessOptions {
  return { vertical, authenticate: () => Promise.resolve({ identity: TESTER, mustChangePassword: false }) };
}
