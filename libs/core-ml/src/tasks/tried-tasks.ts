import { type ManifestOf, type TaskId } from '@lintel/contracts';
import { tryPicture } from './pictures/try-picture';
import { tryHistory } from './recommendation/try-history';
import { tryRows } from './tabular/try-rows';
import { tryText } from './text-classification/try-text';
import { trySeries } from './series/try-series';
import { type ReadTrial, type Trial, type TrialContent } from './tried-task';

const TRIED_TASKS: { readonly [Id in TaskId]: ReadTrial<Id> } = {
  'image-classification': tryPicture,
  'image-embedding': tryPicture,
  'tabular-classification': tryRows,
  'tabular-regression': tryRows,
  recommendation: tryHistory,
  'text-classification': tryText,
  'time-series-anomaly': trySeries,
  'time-series-forecast': trySeries,
};

/**
 * Turns a person's content into inputs of a model.
 * @throws LintelError INVALID_ARGUMENT, DATASET_INVALID, DATASET_EMPTY
 */
export function readTrial<Id extends TaskId>(content: TrialContent, manifest: ManifestOf<Id>): Trial<Id> {
  return TRIED_TASKS[manifest.task](content, manifest);
}
