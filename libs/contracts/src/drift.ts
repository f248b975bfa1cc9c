import { z } from 'zod';

const share = z.number().min(0).max(1);
const count = z.int().min(0);

/** Values kept of a distribution: enough for its shape, small enough for a manifest. */
export const DRIFT_SAMPLE_SIZE = 512;

/** How one number was distributed where the model was measured. */
export const distributionSchema = z.object({
  /** Values that it was made from. */
  examples: z.int().min(1),
  mean: z.number(),
  /** Ascending: the values themselves, or evenly spaced quantiles where there were more than are kept. */
  sample: z.array(z.number()).min(1).max(DRIFT_SAMPLE_SIZE),
  /** Where one bin ends and the next begins, ascending; a value on an edge lies in the lower bin. */
  edges: z.array(z.number()).min(1).max(10),
  /** Values in each bin: one more than there are edges. */
  counts: z.array(count).min(2).max(11),
});
export type Distribution = z.infer<typeof distributionSchema>;

/** What a model saw and answered on its test split: what it sees and answers later is set beside it. */
export const driftReferenceSchema = z.object({
  features: z.array(distributionSchema.extend({ name: z.string().min(1) })),
  /** The highest probability of each answer, in [0, 1]. */
  confidence: distributionSchema,
  /** How often each class was the answer. */
  classes: z.array(z.object({ className: z.string(), count })).min(1),
});
export type DriftReference = z.infer<typeof driftReferenceSchema>;

/** What is seen of one answer. */
export interface DriftObservation {
  readonly className: string;
  /** The highest probability, in [0, 1]. */
  readonly confidence: number;
  readonly latencyMs: number;
  readonly unsure: boolean;
  /** By name; finite. A feature that an example doesn't have is left out. */
  readonly features: Readonly<Record<string, number>>;
}

/** The answers of some time, as JSON: counts of all, and a random sample of bounded size. */
export const driftWindowSchema = z.object({
  formatVersion: z.literal(1),
  seed: z.int(),
  examples: count,
  unsure: count,
  confidenceSum: z.number().min(0),
  classes: z.record(z.string(), count),
  /** By column; row i of every column is of one example. The examples with the lowest random keys are kept. */
  sample: z.object({
    keys: z.array(z.number()).max(DRIFT_SAMPLE_SIZE),
    confidence: z.array(share).max(DRIFT_SAMPLE_SIZE),
    latencyMs: z.array(z.number().min(0)).max(DRIFT_SAMPLE_SIZE),
    /** Null where the example doesn't have the feature. */
    features: z.record(z.string(), z.array(z.number().nullable()).max(DRIFT_SAMPLE_SIZE)),
  }),
});
export type DriftWindowState = z.infer<typeof driftWindowSchema>;

/** When a difference is called drift: it must be large, and more than chance. */
export const driftPolicySchema = z.object({
  /** Under it nothing is judged. */
  minimumExamples: z.int().min(1).default(100),
  /** Population stability index from which on a person should watch, and from which on it has drifted. */
  watchFrom: z.number().min(0).default(0.1),
  driftFrom: z.number().min(0).default(0.25),
  /** A difference that chance alone gives more often than this (p-value) is not one. */
  significance: z.number().gt(0).max(1).default(0.001),
});
export type DriftPolicy = z.infer<typeof driftPolicySchema>;

/** `unknown`: too few examples to say. */
export const driftStatusSchema = z.enum(['unknown', 'stable', 'watch', 'drift']);
export type DriftStatus = z.infer<typeof driftStatusSchema>;

const distance = {
  /** Population stability index against the reference; null without values. */
  psi: z.number().min(0).nullable(),
  /** Two-sample Kolmogorov-Smirnov against the reference; null without values. */
  ks: z.object({ statistic: share, pValue: share }).nullable(),
  mean: z.number().nullable(),
  referenceMean: z.number(),
  status: driftStatusSchema,
};

export const driftReportSchema = z.object({
  examples: count,
  /** False: there are fewer examples than the policy asks for, and every status is `unknown`. */
  enough: z.boolean(),
  features: z.array(z.object({ name: z.string(), ...distance })),
  predictions: z.object({
    psi: z.number().min(0).nullable(),
    /** Of a chi-squared test that both have one distribution. */
    pValue: share.nullable(),
    classes: z.array(z.object({ className: z.string(), count, share, referenceShare: share })),
    status: driftStatusSchema,
  }),
  confidence: z.object(distance),
  /** Null without examples. */
  latency: z.object({ p50Ms: z.number().min(0), p95Ms: z.number().min(0) }).nullable(),
  unsureShare: share,
  /** The worst of all. */
  status: driftStatusSchema,
});
export type DriftReport = z.infer<typeof driftReportSchema>;
