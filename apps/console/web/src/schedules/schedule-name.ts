import { type Schedule } from '@lintel/contracts';
import { useText } from '../language/text';

/** The name that every app's retention starts with: it is the platform's word, not a person's. */
const GIVEN_BY_PLATFORM = 'Retention';

/** What a schedule is called on the screen. */
export function useScheduleName(): (schedule: Pick<Schedule, 'kind' | 'name'>) => string {
  const { jobKind } = useText().general;
  return ({ kind, name }) => (kind === 'retain' && name === GIVEN_BY_PLATFORM ? jobKind.retain : name);
}
