import { LintelError, type Job } from '@lintel/contracts';

type Place = Pick<Job, 'createdAt' | 'id'>;
const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The end of a page of jobs. */
export const writeJobCursor = ({ createdAt, id }: Place): string => `${createdAt}_${id}`;

/** @throws LintelError INVALID_ARGUMENT if the cursor was not issued by this service */
export function readJobCursor(cursor: string): Place {
  const [, createdAt, id] = CURSOR.exec(cursor) ?? [];
  if (createdAt !== undefined && id !== undefined && !Number.isNaN(Date.parse(createdAt))) return { createdAt, id };
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'This cursor was not issued by this service.',
    expected: 'the nextCursor of the previous page',
    received: cursor,
    cure: 'Omit the cursor to start with the newest.',
  });
}
