import { type Alert } from '@lintel/contracts';
import { addressOf } from '../addresses';

/** The page about the subject of an alert. */
export function subjectAddress({ kind, subject }: Pick<Alert, 'kind' | 'subject'>): string {
  switch (kind) {
    case 'drift':
      return addressOf.drift(subject);
    case 'job-failed':
      return addressOf.job(subject);
    case 'dead-letters':
      return addressOf.deadLetters(subject);
    case 'lag':
    case 'refused-events':
      return addressOf.streams();
  }
}
