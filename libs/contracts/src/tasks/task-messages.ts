import { CLASS_GATE_MESSAGES } from './image-classification/gate-messages';

/** The messages of all tasks, by code, in English. A task with messages of its own adds them here. */
export const TASK_MESSAGES = { ...CLASS_GATE_MESSAGES } as const;
export type TaskMessageCode = keyof typeof TASK_MESSAGES;
