import { type AnomalyPreprocessing } from '@lintel/contracts';
import { type WindowView } from '../../series/window-view';

/** How the windows of a detector are read: it asks about the newest row. */
export const anomalyView = ({ time, series, signals, features, step }: AnomalyPreprocessing): WindowView => ({
  ...{ time, series, signals, features, step },
});
