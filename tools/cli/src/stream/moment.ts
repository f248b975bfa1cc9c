import { LintelError } from '@lintel/contracts';
import { type OffsetTarget } from '@lintel/streams';

/**
 * The position to read from.
 * @param text earliest, latest, an offset, or an ISO 8601 time
 * @throws LintelError INVALID_ARGUMENT
 */
export function momentOf(text: string): OffsetTarget {
  if (text === 'earliest') return 'beginning';
  if (text === 'latest') return 'end';
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return { offset: Number(text) };
  const timestampMs = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(timestampMs)) return { timestampMs };
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `"${text}" is not a position in a topic.`,
    expected: 'earliest, latest, an offset such as 120, or a time such as 2026-05-01T08:00:00Z',
    received: text,
    cure: 'Correct it; for a time in your local time zone omit the Z.',
  });
}
