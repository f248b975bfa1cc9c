import { type z } from 'zod';
import { type GatePolicy } from './gate-policy';
import { type Headline } from './headline';

/**
 * What a kind of question is, as data: everything outside the folder of a task handles its values through these
 * schemas only.
 */
export interface TaskContract<
  Id extends string,
  Preprocessing extends z.ZodType,
  Reading extends z.ZodType,
  Target extends z.ZodType,
  Answer extends z.ZodType,
  Report extends z.ZodType,
  Comparison extends z.ZodType,
  Gates extends z.ZodType<GatePolicy>,
> {
  readonly id: Id;
  /** How an input becomes tensors. It is data, stored with the model: training and serving use the same values. */
  readonly preprocessing: Preprocessing;
  /** How tensors become an answer: names of classes, thresholds. */
  readonly reading: Reading;
  /** What a label says: the right answer to one input. */
  readonly target: Target;
  /** What a prediction says. */
  readonly answer: Answer;
  /** The evaluation on held-out examples. */
  readonly report: Report;
  /** What a comparison of two models on the same examples says beside the main figure. */
  readonly comparison: Comparison;
  /** The requirements a version must meet to be promoted: the general ones and the task's own, all with defaults. */
  readonly gatePolicy: Gates;
  /** The figures of a report that lists show, the most important one first. */
  readonly headlines: (report: z.infer<Report>) => readonly Headline[];
  /** English names of the figures, by key; each can begin a sentence. */
  readonly figureNames: Readonly<Record<string, string>>;
}

/** Keeps the types of the schemas. */
export const defineTask = <
  const Id extends string,
  Preprocessing extends z.ZodType,
  Reading extends z.ZodType,
  Target extends z.ZodType,
  Answer extends z.ZodType,
  Report extends z.ZodType,
  Comparison extends z.ZodType,
  Gates extends z.ZodType<GatePolicy>,
>(
  contract: TaskContract<Id, Preprocessing, Reading, Target, Answer, Report, Comparison, Gates>,
): TaskContract<Id, Preprocessing, Reading, Target, Answer, Report, Comparison, Gates> => contract;
