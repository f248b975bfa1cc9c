import { z } from 'zod';
import { erasureReportSchema } from './erasure';
import { defineEvent } from './event-contract';
import { UNSURE_REASONS } from './prediction';

/** A served model answered. What drift is found in. */
export const predictionMade = defineEvent({
  type: 'platform.prediction-made',
  version: 1,
  topic: 'platform.prediction-made',
  partitions: 6,
  schema: z.object({
    /** As the vertical knows it: the recognition's id. */
    predictionId: z.string().min(1).max(200),
    modelName: z.string(),
    versionId: z.uuid(),
    className: z.string(),
    /** Of that class. */
    confidence: z.number().min(0).max(1),
    unsure: z.boolean(),
    /** Why; null where it is not unsure. Absent in events from before there was a reason. */
    unsureReason: z.enum(UNSURE_REASONS).nullish(),
    latencyMs: z.number().min(0),
    /** What the input was like, by the names of the model's drift reference. */
    features: z.record(z.string(), z.number()),
    madeAt: z.iso.datetime(),
  }),
  key: ({ modelName, predictionId }) => `${modelName}/${predictionId}`,
});

/** A person said what a prediction should have been, confirmed it, or took that back. */
export const verdictGiven = defineEvent({
  type: 'platform.verdict-given',
  version: 1,
  topic: 'platform.verdict-given',
  partitions: 3,
  schema: z.object({
    modelName: z.string(),
    predictionId: z.string().min(1).max(200),
    predictedClass: z.string(),
    /** What it is; null where the verdict is taken back. */
    className: z.string().nullable(),
    /** SHA-256 (hex) of the picture, which the vertical has put beside the artefacts. */
    pictureSha256: z.string().regex(/^[0-9a-f]{64}$/),
    author: z.string().min(1).max(100),
    givenAt: z.iso.datetime(),
  }),
  key: ({ modelName, predictionId }) => `${modelName}/${predictionId}`,
});

/** Who answers has changed: champion or challenger of a model. Every replica loads what is now. */
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

/** A job reached its end. */
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

/** The key of a subject's data is destroyed: the vertical removes what it holds, and answers with `subjectErased`. */
export const subjectErasureRequested = defineEvent({
  type: 'platform.subject-erasure-requested',
  version: 1,
  topic: 'platform.subject-erasure-requested',
  partitions: 1,
  schema: z.object({
    erasureId: z.uuid(),
    vertical: z.string(),
    /** By which the vertical finds what it holds; whose they were is not told. */
    subjectKeyIds: z.array(z.uuid()),
    at: z.iso.datetime(),
  }),
  key: ({ vertical }) => vertical,
});

/** A vertical has removed what it held of a subject. */
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

/** Every service that tells or hears of them makes the topics. */
export const PLATFORM_EVENTS = [
  predictionMade,
  verdictGiven,
  modelPromoted,
  jobEnded,
  subjectErasureRequested,
  subjectErased,
] as const;
