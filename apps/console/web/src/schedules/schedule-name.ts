import { type Schedule } from '@lintel/contracts';
import { useText } from '../language/text';

/** The initial name of every app's retention: it comes from the platform, not from a person. */
const GIVEN_BY_PLATFORM = 'Retention';

/** The name of a schedule for people. */
export function useScheduleName(): (schedule: Pick<Schedule, 'kind' | 'name'>) => string {
  const { jobKind } = useText().general;
  return ({ kind, name }) => (kind === 'retain' && name === GIVEN_BY_PLATFORM ? jobKind.retain : name);
}
