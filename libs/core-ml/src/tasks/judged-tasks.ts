import { judgedImageClassification } from './image-classification/training/judge-classifier';
import { type JudgedTask, type JudgedTaskId } from './judged-task';
import { judgedTabularClassification, judgedTabularRegression } from './tabular/training/judge-table';

const JUDGED_TASKS: { readonly [Id in JudgedTaskId]: JudgedTask<Id> } = {
  'image-classification': judgedImageClassification,
  'tabular-classification': judgedTabularClassification,
  'tabular-regression': judgedTabularRegression,
};

/** How models of a task are judged. */
export const judgedTask = <Id extends JudgedTaskId>(id: Id): JudgedTask<Id> => JUDGED_TASKS[id];
