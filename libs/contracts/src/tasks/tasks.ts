import { z } from 'zod';
import { type ModelManifest } from '../model-manifest';
import { type Headline } from './headline';
import { imageClassification } from './image-classification/image-classification';
import { imageEmbedding } from './image-embedding/image-embedding';
import { recommendation } from './recommendation/recommendation';
import { tabularClassification, tabularRegression } from './tabular/tabular';
import { textClassification } from './text-classification/text-classification';
import { timeSeriesAnomaly } from './time-series-anomaly/time-series-anomaly';
import { timeSeriesForecast } from './time-series-forecast/time-series-forecast';
import { type TaskContract } from './task-contract';

/** Every kind of question that a model can answer. A new task adds its line here and in the unions by task. */
const TASKS = {
  'image-classification': imageClassification,
  'image-embedding': imageEmbedding,
  'tabular-classification': tabularClassification,
  'tabular-regression': tabularRegression,
  recommendation,
  'text-classification': textClassification,
  'time-series-anomaly': timeSeriesAnomaly,
  'time-series-forecast': timeSeriesForecast,
} as const;

export type TaskId = keyof typeof TASKS;

/** The ids of all tasks. */
export const TASK_IDS = Object.keys(TASKS) as readonly TaskId[];
export const taskIdSchema = z.enum(TASK_IDS);

/** What a label of a task says. */
export type TargetOf<Id extends TaskId> = z.infer<(typeof TASKS)[Id]['target']>;
/** What a prediction of a task says. */
export type AnswerOf<Id extends TaskId> = z.infer<(typeof TASKS)[Id]['answer']>;
/** The requirements for a model of a task. */
export type GatePolicyOf<Id extends TaskId> = z.infer<(typeof TASKS)[Id]['gatePolicy']>;

/** The schemas of a task. */
export const taskContract = <Id extends TaskId>(id: Id): (typeof TASKS)[Id] => TASKS[id];

type AnyTask = TaskContract<TaskId, never, never, never, never, never, never, never>;

/** The figures of a model that lists show, the most important one first; empty if it was not evaluated. */
export function headlinesOf({ task, evaluation }: Pick<ModelManifest, 'task' | 'evaluation'>): readonly Headline[] {
  return evaluation === null ? [] : (TASKS[task] as unknown as AnyTask).headlines(evaluation as never);
}

/**
 * Checks a policy as its task asks; what is missing has its default.
 * @throws z.ZodError
 */
export function parseGatePolicy<Id extends TaskId>(task: Id, policy: unknown): GatePolicyOf<Id> {
  return TASKS[task].gatePolicy.parse(policy) as GatePolicyOf<Id>;
}

/** The English name of a figure, such as `accuracy`; the key itself if no task has it. */
export function figureName(key: string): string {
  return (
    Object.values(TASKS)
      .map(({ figureNames }) => figureNames as Readonly<Record<string, string | undefined>>)
      .map((names) => names[key])
      .find((name) => name !== undefined) ?? key
  );
}
