import { z } from 'zod';
import { LintelError } from './lintel-error';
import { messageSchema } from './messages/message';
import { problemSchema } from './problem';
import { jobSearchSchema } from './search';
import { epochResultSchema, runningFigureSchema } from './training';

/** The kinds of job. */
export const jobKindSchema = z.enum(['train', 'evaluate', 'backfill', 'retain']);
export type JobKind = z.infer<typeof jobKindSchema>;

/** `queued` includes waiting for another attempt; the last three are final. */
export const jobStatusSchema = z.enum(['queued', 'active', 'cancelling', 'succeeded', 'failed', 'cancelled']);
export type JobStatus = z.infer<typeof jobStatusSchema>;

/** Why a job was requested. */
export const jobReasonSchema = z.enum(['person', 'schedule', 'labels', 'drift', 'first-model']);
export type JobReason = z.infer<typeof jobReasonSchema>;

/** Missing values come from the vertical's pipeline. */
export const trainParametersSchema = z.object({
  /** If absent, a new version is created if there are labels newer than the latest version. */
  datasetVersionId: z.uuid().optional(),
  architecture: z.string().min(1).max(100).optional(),
  epochs: z.int().min(1).max(10_000).optional(),
  /** Maximum number of training examples, for a quick run; the test set is always complete. */
  examples: z.int().min(1).optional(),
  precision: z.enum(['float32', 'bfloat16']).optional(),
  seed: z.int().min(0).optional(),
  /** Searches for the settings of the model for so many minutes before it is trained. Default: no search. */
  searchMinutes: z.int().min(1).max(300).optional(),
  /** Most configurations of the search. Default: 500. */
  searchTrials: z.int().min(1).max(2_000).optional(),
});
export const evaluateParametersSchema = z.object({
  versionId: z.uuid(),
  /** If absent, the data that the version was trained on, with the current labels. */
  datasetVersionId: z.uuid().optional(),
});
/** What a version would have predicted for past requests. */
export const backfillParametersSchema = z.object({
  versionId: z.uuid(),
  /** Only requests since this time. */
  since: z.iso.datetime().optional(),
});
/** What is removed is determined by the retention rules and the configuration of the vertical. */
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

/** @throws LintelError INVALID_ARGUMENT, which lists every invalid value */
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

/** Resource limits of one attempt. A job that exceeds its memory limit is stopped and fails with that reason. */
export const jobLimitsSchema = z.object({
  /** Resident memory of the job's process, MiB. */
  memoryMiB: z.int().min(64),
  /** Threads that TensorFlow and onnxruntime may use. */
  cores: z.int().min(1),
  /** Maximum duration of one attempt, seconds. */
  seconds: z.int().min(1),
});
export type JobLimits = z.infer<typeof jobLimitsSchema>;

/** The progress of a job; values that do not apply are null. */
export const jobProgressSchema = z.object({
  /** The current stage: `dataset`, `preprocess`, `train`, `evaluate`, `register` … */
  stage: z.string().max(100),
  /** Share of the whole job that is done, in [0, 1]. */
  share: z.number().min(0).max(1).nullable(),
  epoch: z.int().min(0).nullable(),
  epochs: z.int().min(1).nullable(),
  /** Running mean of the current epoch. */
  loss: z.number().nullable(),
  /** The figures of the task up to now, the most important one first: of the current epoch, or of what was tried. */
  figures: z.array(runningFigureSchema).default([]),
  imagesPerSecond: z.number().min(0).nullable(),
  secondsLeft: z.number().min(0).nullable(),
});
export type JobProgress = z.infer<typeof jobProgressSchema>;

export const jobErrorSchema = problemSchema.pick({ code: true, expected: true, received: true, cure: true }).extend({
  problem: z.string(),
  /** The problem as a translatable message, if there is one. */
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
  /** 0 before the first attempt. */
  attempt: z.int().min(0),
  maxAttempts: z.int().min(1),
  progress: jobProgressSchema.nullable(),
  /** The learning curve up to now. */
  curve: z.array(epochResultSchema),
  /** What a search for settings has tried up to now; null if the job does not search, and in lists of jobs. */
  search: jobSearchSchema.nullable(),
  /** The result, by kind of job; null until the job has succeeded. */
  result: z.record(z.string(), z.unknown()).nullable(),
  error: jobErrorSchema.nullable(),
  requestedBy: z.string(),
  reason: jobReasonSchema,
  /** The job that this job repeats. */
  retryOf: z.uuid().nullable(),
  /** The trainer that runs the job. */
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

/** A schedule that starts jobs at set times. */
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
  /** How to handle runs that were due while no trainer was running: skip them, or run once for all of them. */
  missedRuns: z.enum(['skip', 'run-once']),
  enabled: z.boolean(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  lastRunAt: z.iso.datetime().nullable(),
  lastJobId: z.uuid().nullable(),
  /** The outcome of the most recent due time. */
  lastOutcome: z.enum(['started', 'overlap', 'missed']).nullable(),
  /** The next five runs; empty while the schedule is disabled. */
  nextRuns: z.array(z.iso.datetime()),
});
export type Schedule = z.infer<typeof scheduleSchema>;
