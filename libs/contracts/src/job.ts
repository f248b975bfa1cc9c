import { z } from 'zod';
import { LintelError } from './lintel-error';
import { messageSchema } from './messages/message';
import { problemSchema } from './problem';
import { epochResultSchema } from './training';

/** What a trainer can be asked to do. */
export const jobKindSchema = z.enum(['train', 'evaluate', 'backfill', 'retain']);
export type JobKind = z.infer<typeof jobKindSchema>;

/** `queued` also while it waits for another attempt; the last three are final. */
export const jobStatusSchema = z.enum(['queued', 'active', 'cancelling', 'succeeded', 'failed', 'cancelled']);
export type JobStatus = z.infer<typeof jobStatusSchema>;

/** Who or what wanted a job. */
export const jobReasonSchema = z.enum(['person', 'schedule', 'labels', 'drift', 'first-model']);
export type JobReason = z.infer<typeof jobReasonSchema>;

/** Absent values come from the vertical's pipeline. */
export const trainParametersSchema = z.object({
  /** Absent: a new version is made where labels have come since the newest. */
  datasetVersionId: z.uuid().optional(),
  architecture: z.string().min(1).max(100).optional(),
  epochs: z.int().min(1).max(10_000).optional(),
  /** Most training examples, for a quick run; the test set stays whole. */
  examples: z.int().min(1).optional(),
  precision: z.enum(['float32', 'bfloat16']).optional(),
  seed: z.int().min(0).optional(),
});
export const evaluateParametersSchema = z.object({
  versionId: z.uuid(),
  /** Absent: the data that the version was trained on, with the labels of today. */
  datasetVersionId: z.uuid().optional(),
});
/** What a version would have answered to what was asked in the past. */
export const backfillParametersSchema = z.object({
  versionId: z.uuid(),
  /** Only what was asked since. */
  since: z.iso.datetime().optional(),
});
/** What is removed follows from the rules and the configuration of the vertical. */
export const retainParametersSchema = z.object({
  /** Only counts what would be removed. */
  preview: z.boolean().optional(),
});
export type RetainParameters = z.infer<typeof retainParametersSchema>;
export type TrainParameters = z.infer<typeof trainParametersSchema>;
export type EvaluateParameters = z.infer<typeof evaluateParametersSchema>;
export type BackfillParameters = z.infer<typeof backfillParametersSchema>;

export interface JobParameters {
  readonly train: TrainParameters;
  readonly evaluate: EvaluateParameters;
  readonly backfill: BackfillParameters;
  readonly retain: RetainParameters;
}
const parametersSchemas: { readonly [Kind in JobKind]: z.ZodObject & z.ZodType<JobParameters[Kind]> } = {
  train: trainParametersSchema.strict(),
  evaluate: evaluateParametersSchema.strict(),
  backfill: backfillParametersSchema.strict(),
  retain: retainParametersSchema.strict(),
};

/**
 * @throws LintelError INVALID_ARGUMENT naming every wrong value
 */
export function parseJobParameters<Kind extends JobKind>(kind: Kind, parameters: unknown): JobParameters[Kind] {
  const schema: z.ZodObject & z.ZodType<JobParameters[Kind]> = parametersSchemas[kind];
  const parsed = schema.safeParse(parameters);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'parameters'}: ${message}`);
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The parameters of the ${kind} job are not valid.`,
    expected: Object.keys(schema.shape).join(', '),
    received: issues.join('; '),
    cure: 'Correct the named values.',
  });
}

/** What one attempt may use; a job that takes more memory is ended and fails with the reason. */
export const jobLimitsSchema = z.object({
  /** Resident memory of the job's process, MiB. */
  memoryMiB: z.int().min(64),
  /** Threads that TensorFlow and onnxruntime may use. */
  cores: z.int().min(1),
  /** Longest run of one attempt, seconds. */
  seconds: z.int().min(1),
});
export type JobLimits = z.infer<typeof jobLimitsSchema>;

/** How far a job is; what doesn't apply is null. */
export const jobProgressSchema = z.object({
  /** What it does now: `dataset`, `preprocess`, `train`, `evaluate`, `register` … */
  stage: z.string().max(100),
  /** Of the whole job, in [0, 1]. */
  share: z.number().min(0).max(1).nullable(),
  epoch: z.int().min(0).nullable(),
  epochs: z.int().min(1).nullable(),
  /** Running means of this epoch. */
  loss: z.number().nullable(),
  accuracy: z.number().min(0).max(1).nullable(),
  imagesPerSecond: z.number().min(0).nullable(),
  secondsLeft: z.number().min(0).nullable(),
});
export type JobProgress = z.infer<typeof jobProgressSchema>;

export const jobErrorSchema = problemSchema.pick({ code: true, expected: true, received: true, cure: true }).extend({
  problem: z.string(),
  /** The problem as a sentence that can be shown in another language, where the platform has one for it. */
  message: messageSchema.optional(),
});
export type JobError = z.infer<typeof jobErrorSchema>;

export const jobSchema = z.object({
  id: z.uuid(),
  kind: jobKindSchema,
  vertical: z.string(),
  modelName: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  status: jobStatusSchema,
  /** 0 before the first. */
  attempt: z.int().min(0),
  maxAttempts: z.int().min(1),
  progress: jobProgressSchema.nullable(),
  /** The learning curve so far. */
  curve: z.array(epochResultSchema),
  /** What came of it, by kind; null until it has succeeded. */
  result: z.record(z.string(), z.unknown()).nullable(),
  error: jobErrorSchema.nullable(),
  requestedBy: z.string(),
  reason: jobReasonSchema,
  /** The job that this one repeats. */
  retryOf: z.uuid().nullable(),
  /** The trainer that has it. */
  worker: z.string().max(300).nullable(),
  limits: jobLimitsSchema,
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
});
export type Job = z.infer<typeof jobSchema>;

export const jobLogLineSchema = z.object({
  sequence: z.int(),
  at: z.iso.datetime(),
  level: z.enum(['log', 'warn', 'error']),
  text: z.string(),
});
export type JobLogLine = z.infer<typeof jobLogLineSchema>;

/** A job that starts by the clock. */
export const scheduleSchema = z.object({
  id: z.uuid(),
  name: z.string().min(1).max(100),
  kind: jobKindSchema,
  vertical: z.string(),
  modelName: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  /** Five fields: minute hour day-of-month month day-of-week. */
  cron: z.string().min(9).max(100),
  /** IANA name: Europe/Zurich. */
  timeZone: z.string().min(1).max(100),
  /** Of runs that fell due while no trainer ran: none, or one for all of them. */
  missedRuns: z.enum(['skip', 'run-once']),
  enabled: z.boolean(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  lastRunAt: z.iso.datetime().nullable(),
  lastJobId: z.uuid().nullable(),
  /** What became of the last time it fell due. */
  lastOutcome: z.enum(['started', 'overlap', 'missed']).nullable(),
  /** The next five; none while it is not enabled. */
  nextRuns: z.array(z.iso.datetime()),
});
export type Schedule = z.infer<typeof scheduleSchema>;
