import { type AuditPicks } from '@lintel/service';
import { z } from 'zod';

/** The recognition id in a path, for the audit trail; anything that is not an id is not recorded. */
export const ofRecognition: NonNullable<AuditPicks['subject']> = ({ params }) => {
  const id = z.uuid().safeParse(params['id']);
  return id.success ? { kind: 'recognition', id: id.data } : null;
};
