import { type AuditPicks } from '@lintel/service';
import { z } from 'zod';

/** The recognition that an address names, for the audit trail; what is no id of one is not kept. */
export const ofRecognition: NonNullable<AuditPicks['subject']> = ({ params }) => {
  const id = z.uuid().safeParse(params['id']);
  return id.success ? { kind: 'recognition', id: id.data } : null;
};
