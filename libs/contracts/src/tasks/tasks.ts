import { type ModelManifest } from '../model-manifest';
import { type Headline } from './headline';
import { imageClassification } from './image-classification';
import { imageEmbedding } from './image-embedding/image-embedding';
import { tabularClassification, tabularRegression } from './tabular';
import { type TaskContract } from './task-contract';

/** Every kind of question that a model can answer. A new task adds its line here and in the manifest. */
const TASKS = [imageClassification, imageEmbedding, tabularClassification, tabularRegression] as const;

export type TaskId = (typeof TASKS)[number]['id'];

/** The ids of all tasks. */
export const TASK_IDS: readonly TaskId[] = TASKS.map(({ id }) => id);

type AnyTask = TaskContract<TaskId, never, never, never, never>;

/** @throws never: a manifest is checked to name a known task */
const contractOf = (id: TaskId): AnyTask => TASKS.find((task) => task.id === id) as unknown as AnyTask;

/** The figures of a model that lists show, the most important one first; empty if it was not evaluated. */
export function headlinesOf({ task, evaluation }: Pick<ModelManifest, 'task' | 'evaluation'>): readonly Headline[] {
  return evaluation === null ? [] : contractOf(task).headlines(evaluation as never);
}
