import { type InteractionFinding } from '@lintel/contracts';
import { counted } from '../../terminal/wording';

/** One sentence that a person can act on. */
export function describeInteractionFinding(finding: InteractionFinding): string {
  switch (finding.kind) {
    case 'missing-ids':
      return `${counted(finding.rows)} rows have no user or no item and are left out.`;
    case 'missing-times':
      return `${counted(finding.rows)} rows have no time; they count as the oldest of their user.`;
    case 'future-times':
      return `${counted(finding.rows)} rows have a time in the future; they count as the newest of their user. Correct them if a clock was wrong.`;
    case 'no-times':
      return 'There is no column of times, so the order of the interactions is unknown and no split by time is possible.';
    case 'duplicate-interactions':
      return `${counted(finding.rows)} rows repeat an interaction of the same user and item at the same time; they count once.`;
    case 'repeated-interactions':
      return `${counted(finding.rows)} rows are later interactions of a user with the same item; the newest one counts.`;
    case 'weightless-events':
      return `${counted(finding.rows)} rows have an event that counts 0 and are left out.`;
    case 'unknown-event':
      return `The event "${finding.event}" (${counted(finding.rows)} rows) has no weight and counts 1. Name one with --events ${finding.event}=2.`;
    case 'single-interaction':
      return `${counted(finding.users)} users have one interaction only; nothing can be hidden from them, so they are not tested.`;
    case 'busy-users':
      return `${counted(finding.users)} users have more than ${counted(finding.more)} interactions, many times the usual. If they are programs, remove them.`;
    case 'equal-times':
      return `${counted(finding.rows)} interactions have the time of the one before; they stay in the order of the file.`;
    case 'numeric-ids':
      return `The ids of the ${finding.of}s are numbers. They are taken as names, never as quantities.`;
    case 'ids-written-twice':
      return `${counted(finding.ids)} ${finding.of}s are the same number written in two ways (${finding.examples.join('; ')}). If they are the same ${finding.of}, write them alike.`;
    case 'only-hidden-items':
      return `${counted(finding.items)} items occur in the test only (${counted(finding.interactions)} interactions), so no model can find them there.`;
  }
}
