import { type Approval } from '@lintel/contracts';
import { useSession } from '@lintel/ui';
import { useData, type Data } from '../live/use-data';
import { fetchApprovals } from './approvals-api';

const LOOK_EVERY_MS = 15_000;

/** The approvals that wait for a decision, as far as the person may see them. */
export function useWaitingApprovals(): Data<readonly Approval[]> {
  const { may } = useSession();
  const allowed = may('models:promote');
  return useData({
    key: `waiting ${allowed}`,
    load: (signal) => (allowed ? fetchApprovals('waiting', signal) : Promise.resolve([])),
    watch: { tables: ['approval'] },
    everyMs: LOOK_EVERY_MS,
  });
}
