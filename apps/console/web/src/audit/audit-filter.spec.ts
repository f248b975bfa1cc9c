import { type AuditEntry } from './audit-api';
import { addressOf } from '../addresses';
import { holdsText, readAuditFilter } from './audit-filter';

const entry: AuditEntry = {
  sequence: 7,
  at: '2026-05-06T07:08:09.000Z',
  actor: { kind: 'person', id: 'a-1', name: 'Ada Lovelace' },
  action: 'model.promoted',
  subject: { kind: 'model', id: 'ecommerce.product-recogniser' },
  vertical: 'ecommerce',
  outcome: 'done',
  reason: 'Better on boots',
  correlationId: 'c-1',
  details: { version: 2 },
  previousHash: 'beef',
  hash: 'cafe',
};

describe('the filter of the audit trail', () => {
  it('is kept in the address, and read back from it', () => {
    const filter = { actor: 'Ada', action: 'model.promoted', outcome: 'refused', text: 'boots & bags' } as const;
    const [, query] = addressOf.audit(filter).split('?');
    expect(readAuditFilter(new URLSearchParams(query))).toEqual(filter);
  });

  it('omits what the api would reject', () => {
    const read = readAuditFilter(new URLSearchParams({ outcome: 'perhaps', actor: '  ', vertical: 'v'.repeat(50) }));
    expect(read).toEqual({ vertical: 'v'.repeat(40) });
  });

  it('finds entries that contain all words of the free text, ignoring case', () => {
    expect(holdsText(entry, 'BOOTS lovelace')).toBe(true);
    expect(holdsText(entry, 'boots grace')).toBe(false);
    expect(holdsText(entry, undefined)).toBe(true);
  });

  it('does not find an entry by letters of its hash', () => {
    expect(holdsText(entry, 'cafe')).toBe(false);
  });
});
