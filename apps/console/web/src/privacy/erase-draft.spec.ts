import { eraseFaults } from './erase-draft';

describe('an erasure', () => {
  it('requires a reason, and the exact id', () => {
    expect(eraseFaults({ reason: ' ', confirmation: 'customer-17 ' }, 'customer-17')).toEqual([
      'reason-missing',
      'not-confirmed',
    ]);
    expect(eraseFaults({ reason: 'Request 4711', confirmation: 'customer-17' }, 'customer-17')).toEqual([]);
  });

  it('does not store the id in its reason', () => {
    const draft = { reason: 'Asked by CUSTOMER-17 on the phone', confirmation: 'customer-17' };
    expect(eraseFaults(draft, 'customer-17')).toEqual(['reason-names-subject']);
  });
});
