import { type GateReport } from '@lintel/contracts';

/** One condition of a promotion, and how it was met. */
export type Gate = GateReport['gates'][number];

/** What every gate says that would read the evaluation. */
export const UNMEASURED = {
  passed: false,
  received: 'no evaluation',
  reason: 'The model was not measured on a test set.',
};
