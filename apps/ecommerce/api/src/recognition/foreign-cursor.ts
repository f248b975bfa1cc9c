import { LintelError } from '@lintel/contracts';

export function foreignCursor(cursor: string): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: 'This cursor was not issued by this service.',
    expected: 'the nextCursor of the previous page',
    received: cursor,
    cure: 'Omit the cursor to start with the newest.',
  });
}
