import { type AuditEntry } from './audit-api';
import { auditFile } from './audit-file';

const entry: AuditEntry = {
  sequence: 7,
  at: '2026-05-06T07:08:09.000Z',
  actor: { kind: 'person', id: 'a-1', name: '=HYPERLINK("http://evil")' },
  action: 'model.promoted',
  subject: null,
  vertical: 'ecommerce',
  outcome: 'done',
  reason: 'Better, and "faster"\nby far',
  correlationId: 'c-1',
  details: { version: 2 },
  previousHash: 'beef',
  hash: 'cafe',
};

describe('an exported trail', () => {
  it('is CSV that keeps commas, quotes and line breaks, and contains no formula', () => {
    const file = auditFile([entry], 'csv');
    expect(file.split('\r\n', 2)[0]).toBe(
      'sequence,at,actor_kind,actor_id,actor_name,action,subject_kind,subject_id,vertical,outcome,reason,correlation_id,details,previous_hash,hash',
    );
    expect(file.slice(file.indexOf('\r\n') + 2)).toBe(
      '7,2026-05-06T07:08:09.000Z,person,a-1,"\'=HYPERLINK(""http://evil"")",model.promoted,,,ecommerce,done,' +
        '"Better, and ""faster""\nby far",c-1,"{""version"":2}",beef,cafe\r\n',
    );
  });

  it('is JSON with every field unchanged', () => {
    expect(JSON.parse(auditFile([entry], 'json'))).toEqual([entry]);
  });
});
