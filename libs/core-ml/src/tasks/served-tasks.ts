import { type TaskId } from '@lintel/contracts';
import { servedImageClassification } from './image-classification/served-image-classification';
import { type ServedTask } from './served-task';

const SERVED_TASKS: { readonly [Id in TaskId]: ServedTask<Id> } = {
  'image-classification': servedImageClassification,
};

export const servedTask = <Id extends TaskId>(id: Id): ServedTask<Id> => SERVED_TASKS[id];
