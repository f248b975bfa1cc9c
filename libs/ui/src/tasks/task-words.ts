import { type TaskId } from '@lintel/contracts';
import { type Locale } from '../language/locale';
import { WORDS as imageClassification } from './image-classification/words';
import { WORDS as imageEmbedding } from './image-embedding/words';
import { WORDS as recommendation } from './recommendation/words';
import { CLASS_WORDS, VALUE_WORDS } from './tabular/words';
import { type TaskWords } from './task-view';
import { WORDS as textClassification } from './text-classification/words';
import { WORDS as timeSeriesAnomaly } from './time-series-anomaly/words';
import { WORDS as timeSeriesForecast } from './time-series-forecast/words';

/** The texts of each task, apart from its view, whose components write with them. A new task adds its line here. */
const TASK_WORDS: Readonly<Record<TaskId, Readonly<Record<Locale, TaskWords>>>> = {
  'image-classification': imageClassification,
  'image-embedding': imageEmbedding,
  'tabular-classification': CLASS_WORDS,
  'tabular-regression': VALUE_WORDS,
  recommendation,
  'text-classification': textClassification,
  'time-series-anomaly': timeSeriesAnomaly,
  'time-series-forecast': timeSeriesForecast,
};

export const taskWords = (task: TaskId): Readonly<Record<Locale, TaskWords>> => TASK_WORDS[task];

/** The texts of all tasks. */
export const EVERY_TASK_WORDS = Object.values(TASK_WORDS);
