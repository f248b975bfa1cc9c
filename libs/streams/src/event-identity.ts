import type { EventEnvelope } from '@lintel/contracts';
import { indexableText } from './storable-text';

/** Attributes contain no control characters, so that no two pairs of source and id give the same text. */
const SEPARATOR = '\u001f';

/**
 * Identifies an event: its source and its id together (CloudEvents 1.0, "source + id"). Two shops may both send an
 * `IMG_0001`.
 */
export function eventIdentity({ source, id }: Pick<EventEnvelope, 'source' | 'id'>): string {
  return indexableText(`${source}${SEPARATOR}${id}`);
}
