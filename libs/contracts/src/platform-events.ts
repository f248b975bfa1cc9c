import { z } from 'zod';
import { labelTargetSchema } from './dataset-version';
import { erasureReportSchema } from './erasure';
import { defineEvent } from './event-contract';
import { taskIdSchema } from './tasks/tasks';

/** A served model made a prediction. The input for drift detection. */
export const predictionMade = defineEvent({
  type: 'platform.prediction-made',
  version: 1,
  topic: 'platform.prediction-made',
  partitions: 6,
  schema: z.object({
    /** The id the vertical uses: the recognition's id. */
    predictionId: z.string().min(1).max(200),
    modelName: z.string(),
    versionId: z.uuid(),
    /** What the model answered: the name of a category, or a number. */
    outcome: z.union([z.string(), z.number()]),
    /** Probability of the outcome; null if the task has none. */
    confidence: z.number().min(0).max(1).nullable(),
    unsure: z.boolean(),
    /** Why the prediction is unsure, in the words of its task; null if it is not. */
    unsureReason: z.string().max(100).nullish(),
    latencyMs: z.number().min(0),
    /** Features of the input, by their names in the model's drift reference. */
    features: z.record(z.string(), z.number()),
    madeAt: z.iso.datetime(),
  }),
  key: ({ modelName, predictionId }) => `${modelName}/${predictionId}`,
});

/** A person corrected a prediction, confirmed it, or withdrew their verdict. */
export const verdictGiven = defineEvent({
  type: 'platform.verdict-given',
  version: 1,
  topic: 'platform.verdict-given',
  partitions: 3,
  schema: z.object({
    modelName: z.string(),
    task: taskIdSchema,
    predictionId: z.string().min(1).max(200),
    /** What the model answered, as the task's `target` describes it. */
    predicted: labelTargetSchema,
    /** What is right; null if the verdict is withdrawn. */
    target: labelTargetSchema.nullable(),
    /** SHA-256 (hex) of the input, which the vertical has stored beside the artefacts. */
    inputSha256: z.string().regex(/^[0-9a-f]{64}$/),
    author: z.string().min(1).max(100),
    givenAt: z.iso.datetime(),
  }),
  key: ({ modelName, predictionId }) => `${modelName}/${predictionId}`,
});

/** The champion or challenger of a model has changed. Every replica loads the current versions. */
export const modelPromoted = defineEvent({
  type: 'platform.model-promoted',
  version: 1,
  topic: 'platform.model-promoted',
  partitions: 1,
  schema: z.object({
    modelName: z.string(),
    action: z.enum(['promote', 'roll-back', 'challenge', 'withdraw']),
    versionId: z.uuid().nullable(),
    by: z.string(),
    at: z.iso.datetime(),
  }),
  key: ({ modelName }) => modelName,
});

/** A job ended. */
export const jobEnded = defineEvent({
  type: 'platform.job-ended',
  version: 1,
  topic: 'platform.job-ended',
  partitions: 3,
  schema: z.object({
    jobId: z.uuid(),
    kind: z.string(),
    vertical: z.string(),
    modelName: z.string(),
    status: z.enum(['succeeded', 'failed', 'cancelled']),
    problem: z.string().nullable(),
    at: z.iso.datetime(),
  }),
  key: ({ jobId }) => jobId,
});

/** The key of a subject's data was destroyed. The vertical removes its data and responds with `subjectErased`. */
export const subjectErasureRequested = defineEvent({
  type: 'platform.subject-erasure-requested',
  version: 1,
  topic: 'platform.subject-erasure-requested',
  partitions: 1,
  schema: z.object({
    erasureId: z.uuid(),
    vertical: z.string(),
    /** The vertical finds the data by these ids; the event does not identify the subject. */
    subjectKeyIds: z.array(z.uuid()),
    at: z.iso.datetime(),
  }),
  key: ({ vertical }) => vertical,
});

/** A vertical has removed its data of a subject. */
export const subjectErased = defineEvent({
  type: 'platform.subject-erased',
  version: 1,
  topic: 'platform.subject-erased',
  partitions: 1,
  schema: z.object({ erasureId: z.uuid(), vertical: z.string(), report: erasureReportSchema }),
  key: ({ vertical }) => vertical,
});

export type SubjectErasureRequested = z.infer<typeof subjectErasureRequested.schema>;
export type SubjectErased = z.infer<typeof subjectErased.schema>;
export type PredictionMade = z.infer<typeof predictionMade.schema>;
export type VerdictGiven = z.infer<typeof verdictGiven.schema>;
export type ModelPromoted = z.infer<typeof modelPromoted.schema>;
export type JobEnded = z.infer<typeof jobEnded.schema>;

/** Every service that publishes or consumes these events creates their topics. */
export const PLATFORM_EVENTS = [
  predictionMade,
  verdictGiven,
  modelPromoted,
  jobEnded,
  subjectErasureRequested,
  subjectErased,
] as const;
