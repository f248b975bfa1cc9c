import { type LabelTarget, type TaskId } from '@lintel/contracts';

/** Whether the inputs of a task can be shown as pictures. */
export const isPicture = (task: TaskId): boolean => task.startsWith('image-');

/**
 * What a label says, for people: names in the reader's words, and numbers as they are.
 * @param nameOf the reader's name of a class
 */
export function targetTitle(target: LabelTarget, nameOf: (name: string) => string): string {
  return Object.values(target)
    .flat()
    .map((value) => (typeof value === 'string' ? nameOf(value) : JSON.stringify(value)))
    .join(', ');
}
