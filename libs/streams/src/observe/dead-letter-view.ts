import type { DeadLetterSummary, DeadLetterView } from '@lintel/contracts';
import { fromSealedText, isSealed } from '../consume/event-seal';
import type { KeptLetter, OpenedLetter } from '../consume/dead-letters';

const WORDS_SEALED = 'What the error says is sealed with the event: look at the letter.';

/** A dead letter as shown in a list: without its value, which may be large. */
export function summariseDeadLetter(letter: KeptLetter): DeadLetterSummary {
  const { offsetInDeadLetters, eventType, eventId, topic, partition, offset, failedAt, value } = letter;
  const { state, key, attempts, code, message } = letter;
  return {
    offset: offsetInDeadLetters,
    state,
    failedAt: failedAt.toISOString(),
    eventType: eventType ?? null,
    eventId: eventId ?? null,
    key,
    origin: { topic, partition, offset },
    attempts,
    code,
    message: fromSealedText(message) === undefined ? message : WORDS_SEALED,
    bytes: value?.length ?? null,
  };
}

/** A dead letter as shown to a person. */
export function viewDeadLetter(letter: KeptLetter | OpenedLetter): DeadLetterView {
  const { stack, headers, value } = letter;
  return {
    ...summariseDeadLetter(letter),
    stack: stack ?? null,
    headers,
    ...written(value),
    contents: contentsOf(letter),
  };
}

function contentsOf(letter: KeptLetter | OpenedLetter): DeadLetterView['contents'] {
  if ('erased' in letter && letter.erased) return 'erased';
  return isSealed(letter) ? 'sealed' : 'readable';
}

function written(value: Buffer | null): Pick<DeadLetterView, 'value' | 'encoding'> {
  if (value === null) return { value, encoding: 'text' };
  let text: string;
  try {
    // A byte order mark is kept: the stored text is shown unchanged.
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return { value: value.toString('base64'), encoding: 'base64' };
  }
  try {
    JSON.parse(text);
    return { value: text, encoding: 'json' };
  } catch {
    return { value: text, encoding: 'text' };
  }
}
