import { type TaskId } from '@lintel/contracts';
import { judgedImageClassification } from './image-classification/training/judge-classifier';
import { judgedImageEmbedding } from './image-embedding/training/judge-embedding';
import { type JudgedTask } from './judged-task';
import { judgedRecommendation } from './recommendation/training/judge-recommender';
import { judgedTabularClassification, judgedTabularRegression } from './tabular/training/judge-table';
import { judgedTextClassification } from './text-classification/training/judge-texts';
import { judgedTimeSeriesAnomaly } from './time-series-anomaly/training/judge-anomalies';
import { judgedTimeSeriesForecast } from './time-series-forecast/training/judge-forecast';

const JUDGED_TASKS: { readonly [Id in TaskId]: JudgedTask<Id> } = {
  'image-classification': judgedImageClassification,
  'image-embedding': judgedImageEmbedding,
  'tabular-classification': judgedTabularClassification,
  'tabular-regression': judgedTabularRegression,
  recommendation: judgedRecommendation,
  'text-classification': judgedTextClassification,
  'time-series-anomaly': judgedTimeSeriesAnomaly,
  'time-series-forecast': judgedTimeSeriesForecast,
};

/** How models of a task are judged. */
export const judgedTask = <Id extends TaskId>(id: Id): JudgedTask<Id> => JUDGED_TASKS[id];
