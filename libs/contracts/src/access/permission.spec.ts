import { type Grant } from './identity';
import { isPermitted, isPermittedSomewhere, verticalOfGroup, verticalOfModel } from './rights';
import { PERMISSIONS, permissionsOf, ROLES } from './role';

const rights = (grants: Grant[], scopes: (typeof PERMISSIONS)[number][] | null = null) => ({ grants, scopes });

describe('roles', () => {
  it('each may do what the one before may, and more; an administrator everything', () => {
    const counts = ROLES.map((role) => permissionsOf(role).length);
    expect(counts).toEqual([...counts].sort((one, other) => one - other));
    expect(new Set(counts).size).toBe(ROLES.length);
    for (const [index, role] of ROLES.entries()) {
      const before = ROLES[index - 1];
      if (before !== undefined) expect(permissionsOf(role)).toEqual(expect.arrayContaining([...permissionsOf(before)]));
    }
    expect(permissionsOf('admin')).toEqual(PERMISSIONS);
  });

  it('hold in their own vertical alone, and everywhere with "*"', () => {
    const shop = rights([{ vertical: 'ecommerce', role: 'reviewer' }]);
    expect(isPermitted(shop, 'models:promote', 'ecommerce')).toBe(true);
    expect(isPermitted(shop, 'models:promote', 'medical')).toBe(false);
    expect(isPermitted(shop, 'models:promote', 'platform')).toBe(false);
    expect(isPermittedSomewhere(shop, 'models:promote')).toBe(true);
    expect(isPermittedSomewhere(shop, 'accounts:manage')).toBe(false);
    expect(isPermitted(rights([{ vertical: '*', role: 'viewer' }]), 'models:read', 'medical')).toBe(true);
  });

  it('of a key go no further than its scopes', () => {
    const key = rights([{ vertical: '*', role: 'admin' }], ['predictions:make']);
    expect(isPermitted(key, 'predictions:make', 'ecommerce')).toBe(true);
    expect(isPermitted(key, 'models:read', 'ecommerce')).toBe(false);
    expect(isPermittedSomewhere(key, 'models:read')).toBe(false);
  });

  it('an identity without a grant has no permissions', () => {
    for (const permission of PERMISSIONS) expect(isPermitted(rights([]), permission, 'ecommerce')).toBe(false);
  });
});

it('the vertical of a model is the first word of its name', () => {
  expect(verticalOfModel('ecommerce.product-recogniser')).toBe('ecommerce');
});

it.each([
  ['ecommerce-api.photos', 'ecommerce'],
  ['ecommerce-trainer.labels', 'ecommerce'],
  ['console-api.drift', 'platform'],
  ['lintel.live-changes-1', 'platform'],
])('the group %s belongs to %s', (group, vertical) => {
  expect(verticalOfGroup(group)).toBe(vertical);
});
