import { type TrainableModel } from '../trainable-model';
import { trainedImageClassification } from './image-classification/trained-image-classification';
import { trainedTables } from './tabular/trained-tables';
import { trainedTexts } from './text-classification/trained-texts';
import { type TrainedTask } from './trained-task';

/** Every task whose models a trainer trains. A new task adds its line here and in `TrainableModel`. */
const TRAINED_TASKS: { readonly [Id in TrainableModel['task']]: TrainedTask<Id> } = {
  'image-classification': trainedImageClassification,
  'tabular-classification': trainedTables,
  'tabular-regression': trainedTables,
  'text-classification': trainedTexts,
};

/** How the models of a task are trained. */
export const trainedTask = (task: TrainableModel['task']): TrainedTask => TRAINED_TASKS[task] as TrainedTask;
