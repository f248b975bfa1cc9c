import { type z } from 'zod';
import { type Headline } from './headline';

/**
 * What a kind of question is, as data: everything outside the folder of a task handles its values through these
 * schemas only.
 */
export interface TaskContract<
  Id extends string,
  Preprocessing extends z.ZodType,
  Reading extends z.ZodType,
  Answer extends z.ZodType,
  Report extends z.ZodType,
> {
  readonly id: Id;
  /** How an input becomes tensors. It is data, stored with the model: training and serving use the same values. */
  readonly preprocessing: Preprocessing;
  /** How tensors become an answer: names of classes, thresholds. */
  readonly reading: Reading;
  /** What a prediction says. */
  readonly answer: Answer;
  /** The evaluation on held-out examples. */
  readonly report: Report;
  /** The figures of a report that lists show, the most important one first. */
  readonly headlines: (report: z.infer<Report>) => readonly Headline[];
}

/** Keeps the types of the schemas. */
export const defineTask = <
  const Id extends string,
  Preprocessing extends z.ZodType,
  Reading extends z.ZodType,
  Answer extends z.ZodType,
  Report extends z.ZodType,
>(
  contract: TaskContract<Id, Preprocessing, Reading, Answer, Report>,
): TaskContract<Id, Preprocessing, Reading, Answer, Report> => contract;
