import { LintelError } from '@lintel/contracts';
import { eventTooLarge, MAX_EVENT_BYTES } from '../event-encoding';
import { parseEventJson } from '../event-json';

/**
 * Checks the requirements for events of every contract.
 * @param name of the event, for the error
 * @throws LintelError EVENT_TOO_LARGE, EVENT_INVALID
 */
export function checkEditedValue(value: Buffer, name: string): void {
  if (value.length > MAX_EVENT_BYTES) throw eventTooLarge(name, value.length);
  try {
    parseEventJson(value);
  } catch (cause) {
    throw new LintelError('EVENT_INVALID', {
      problem: `The new value of a "${name}" is not JSON.`,
      expected: 'JSON in UTF-8',
      received: cause instanceof Error ? cause.message : String(cause),
      cure: 'Correct the value.',
      cause,
    });
  }
}
