import { type TaskId } from '@lintel/contracts';
import { servedImageClassification } from './image-classification/served-image-classification';
import { servedImageEmbedding } from './image-embedding/served-image-embedding';
import { servedRecommendation } from './recommendation/served-recommendation';
import { type ServedTask } from './served-task';
import { servedTimeSeriesAnomaly } from './time-series-anomaly/served-anomaly';
import { servedTimeSeriesForecast } from './time-series-forecast/served-forecast';
import { servedTabularClassification, servedTabularRegression } from './tabular/served-tables';
import { servedTextClassification } from './text-classification/served-text-classification';

const SERVED_TASKS: { readonly [Id in TaskId]: ServedTask<Id> } = {
  'image-classification': servedImageClassification,
  'image-embedding': servedImageEmbedding,
  'tabular-classification': servedTabularClassification,
  'tabular-regression': servedTabularRegression,
  recommendation: servedRecommendation,
  'text-classification': servedTextClassification,
  'time-series-anomaly': servedTimeSeriesAnomaly,
  'time-series-forecast': servedTimeSeriesForecast,
};

/** The serving half of a task. */
export const servedTask = <Id extends TaskId>(id: Id): ServedTask<Id> => SERVED_TASKS[id];
