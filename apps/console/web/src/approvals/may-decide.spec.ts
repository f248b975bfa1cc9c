import { type Approval, type Grant, type Identity } from '@lintel/contracts';
import { partIn } from './may-decide';

const NOW = Date.parse('2026-05-06T07:00:00.000Z');
const approval: Approval = {
  id: '0b8c1d5e-8f5e-4d43-9a53-3c5b9a1f2b10',
  action: 'model.promote',
  vertical: 'ecommerce',
  subject: { kind: 'model', id: 'ecommerce.product-recogniser' },
  summary: 'Let version 2 answer',
  reason: null,
  requestedBy: { id: 'ada', name: 'Ada' },
  requestedAt: '2026-05-06T06:00:00.000Z',
  expiresAt: '2026-05-09T06:00:00.000Z',
  state: 'waiting',
  decidedBy: null,
  decidedAt: null,
  note: null,
};
const person = (id: string, ...grants: Grant[]): Identity => ({ kind: 'person', id, name: id, grants, scopes: null });

describe('who may decide', () => {
  it('excludes the requester, whatever their permissions', () => {
    expect(partIn(approval, person('ada', { vertical: '*', role: 'admin' }), NOW)).toBe('own');
    expect(partIn(approval, person('grace', { vertical: 'ecommerce', role: 'reviewer' }), NOW)).toBe('decide');
  });

  it("requires the permission in the model's vertical", () => {
    expect(partIn(approval, person('grace', { vertical: 'medical', role: 'reviewer' }), NOW)).toBe('other');
    expect(partIn(approval, person('grace', { vertical: 'ecommerce', role: 'operator' }), NOW)).toBe('other');
  });

  it('excludes everyone once it is decided or expired', () => {
    const grace = person('grace', { vertical: '*', role: 'admin' });
    expect(partIn({ ...approval, state: 'rejected' }, grace, NOW)).toBe('settled');
    expect(partIn(approval, grace, Date.parse(approval.expiresAt))).toBe('settled');
  });
});
