import { eraseFaults } from './erase-draft';

describe('an erasure', () => {
  it('needs a reason, and the id typed letter by letter', () => {
    expect(eraseFaults({ reason: ' ', confirmation: 'customer-17 ' }, 'customer-17')).toEqual([
      'reason-missing',
      'not-confirmed',
    ]);
    expect(eraseFaults({ reason: 'Request 4711', confirmation: 'customer-17' }, 'customer-17')).toEqual([]);
  });

  it('does not keep the id in its reason', () => {
    const draft = { reason: 'Asked by CUSTOMER-17 on the phone', confirmation: 'customer-17' };
    expect(eraseFaults(draft, 'customer-17')).toEqual(['reason-names-subject']);
  });
});
