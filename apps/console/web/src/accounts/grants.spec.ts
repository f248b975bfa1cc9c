import { type Grant } from '@lintel/contracts';
import { givableRoles, knownVerticals, nextGrant, permissionsOfGrants } from './grants';

const giver = (...grants: Grant[]) => ({ grants, scopes: null });
const everywhere = giver({ vertical: '*', role: 'admin' });
const reviewer = giver({ vertical: 'ecommerce', role: 'reviewer' });

describe('grants', () => {
  it('can be given everywhere, in the platform, and in each vertical once', () => {
    expect(
      knownVerticals(
        [{ vertical: 'ecommerce' }, { vertical: 'ecommerce' }],
        [{ grants: [{ vertical: 'medical', role: 'viewer' }] }, { grants: [{ vertical: '*', role: 'admin' }] }],
      ),
    ).toEqual(['*', 'platform', 'ecommerce', 'medical']);
  });

  it("are limited to the giver's own permissions", () => {
    expect(givableRoles(everywhere, '*')).toEqual(['viewer', 'operator', 'reviewer', 'admin']);
    expect(givableRoles(reviewer, 'ecommerce')).toEqual(['viewer', 'operator', 'reviewer']);
    expect(givableRoles(reviewer, '*')).toEqual([]);
  });

  it('are offered with the lowest role first, in one app rather than everywhere', () => {
    const verticals = ['*', 'platform', 'ecommerce'];
    expect(nextGrant(everywhere, verticals, [])).toEqual({ vertical: 'ecommerce', role: 'viewer' });
    expect(nextGrant(everywhere, verticals, [{ vertical: 'ecommerce', role: 'admin' }])).toEqual({
      vertical: 'platform',
      role: 'viewer',
    });
    expect(nextGrant(reviewer, verticals, [{ vertical: 'ecommerce', role: 'viewer' }])).toBeUndefined();
  });

  it('grant what any of their roles grants', () => {
    const allowed = permissionsOfGrants([
      { vertical: 'ecommerce', role: 'viewer' },
      { vertical: 'medical', role: 'operator' },
    ]);
    expect(allowed).toContain('jobs:run');
    expect(allowed).not.toContain('models:promote');
    expect(permissionsOfGrants([])).toEqual([]);
  });
});
