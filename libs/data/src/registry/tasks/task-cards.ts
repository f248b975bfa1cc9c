import { type TaskId } from '@lintel/contracts';
import { classCounts } from './classes/class-counts';
import { classificationCard } from './image-classification/classification-card';
import { pictureFindings } from './pictures/picture-findings';
import { type TaskCard } from './task-card';

/** The tasks that write more on their cards than headlines. */
const TASK_CARDS: { readonly [Id in TaskId]?: TaskCard<Id> } = {
  'image-classification': classificationCard,
  'image-embedding': { findings: pictureFindings },
  'tabular-classification': { counts: classCounts },
  'text-classification': { counts: classCounts },
};

export const taskCard = (task: TaskId): TaskCard => (TASK_CARDS[task] ?? {}) as TaskCard;
