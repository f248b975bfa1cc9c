import { z } from 'zod';

const share = z.number().min(0).max(1);
const count = z.int().min(0);

/** Maximum number of values kept of a distribution: enough for its shape, small enough for a manifest. */
export const DRIFT_SAMPLE_SIZE = 512;

/** The distribution of one number on the data the model was evaluated on. */
export const distributionSchema = z.object({
  /** Number of values the distribution was computed from. */
  examples: z.int().min(1),
  mean: z.number(),
  /** Ascending: the values themselves, or evenly spaced quantiles if there were more than the sample size. */
  sample: z.array(z.number()).min(1).max(DRIFT_SAMPLE_SIZE),
  /** The boundaries between bins, ascending; a value on an edge belongs to the lower bin. */
  edges: z.array(z.number()).min(1).max(10),
  /** Number of values in each bin; one more than the number of edges. */
  counts: z.array(count).min(2).max(11),
});
export type Distribution = z.infer<typeof distributionSchema>;

/** The inputs and outputs of a model on its test split. Drift is measured against them. */
export const driftReferenceSchema = z.object({
  features: z.array(distributionSchema.extend({ name: z.string().min(1) })),
  /** How sure the model was of each answer, in [0, 1]; null if the task has no confidence. */
  confidence: distributionSchema.nullable(),
  /** The answers. */
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('category'), counts: z.array(z.object({ name: z.string(), count })).min(1) }),
    z.object({ kind: z.literal('number'), distribution: distributionSchema }),
  ]),
});
export type DriftReference = z.infer<typeof driftReferenceSchema>;

/** An answer as drift sees it: the name of a category, or a number. */
export type DriftOutcome = string | number;

/** What is recorded of one prediction. */
export interface DriftObservation {
  readonly outcome: DriftOutcome;
  /** In [0, 1]; null if the task has no confidence. */
  readonly confidence: number | null;
  readonly latencyMs: number;
  readonly unsure: boolean;
  /** Features by name; finite. Features that an example does not have are omitted. */
  readonly features: Readonly<Record<string, number>>;
}

/** The predictions of a time window, as JSON: counts of all of them and a random sample of bounded size. */
export const driftWindowSchema = z.object({
  formatVersion: z.literal(2),
  seed: z.int(),
  examples: count,
  unsure: count,
  /** Number of answers with a confidence, and the sum of their confidences. */
  confident: count,
  confidenceSum: z.number().min(0),
  /** How often each category was the answer. */
  categories: z.record(z.string(), count),
  /**
   * By column; row i of every column belongs to the same example. The examples with the lowest random keys are kept.
   */
  sample: z.object({
    keys: z.array(z.number()).max(DRIFT_SAMPLE_SIZE),
    /** Null if the answer is a category. */
    outcome: z.array(z.number().nullable()).max(DRIFT_SAMPLE_SIZE),
    confidence: z.array(share.nullable()).max(DRIFT_SAMPLE_SIZE),
    latencyMs: z.array(z.number().min(0)).max(DRIFT_SAMPLE_SIZE),
    /** Null if the example does not have the feature. */
    features: z.record(z.string(), z.array(z.number().nullable()).max(DRIFT_SAMPLE_SIZE)),
  }),
});
export type DriftWindowState = z.infer<typeof driftWindowSchema>;

/** When a difference counts as drift: it must be both large and statistically significant. */
export const driftPolicySchema = z.object({
  /** With fewer examples, drift is not evaluated. */
  minimumExamples: z.int().min(1).default(100),
  /**
   * Population stability index thresholds: from `watchFrom` on a person should watch; from `driftFrom` on the value has
   * drifted.
   */
  watchFrom: z.number().min(0).default(0.1),
  driftFrom: z.number().min(0).default(0.25),
  /** Significance level: a difference with a larger p-value is attributed to chance. */
  significance: z.number().gt(0).max(1).default(0.001),
});
export type DriftPolicy = z.infer<typeof driftPolicySchema>;

/** `unknown`: there are too few examples. */
export const driftStatusSchema = z.enum(['unknown', 'stable', 'watch', 'drift']);
export type DriftStatus = z.infer<typeof driftStatusSchema>;

const distance = {
  /** Population stability index against the reference; null if there are no values. */
  psi: z.number().min(0).nullable(),
  /** Two-sample Kolmogorov-Smirnov test against the reference; null if there are no values. */
  ks: z.object({ statistic: share, pValue: share }).nullable(),
  mean: z.number().nullable(),
  referenceMean: z.number(),
  status: driftStatusSchema,
};

const driftOutcomeReportSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('category'),
    psi: z.number().min(0).nullable(),
    /** P-value of a chi-squared test of the hypothesis that both have the same distribution. */
    pValue: share.nullable(),
    categories: z.array(z.object({ name: z.string(), count, share, referenceShare: share })),
    status: driftStatusSchema,
  }),
  z.object({ kind: z.literal('number'), ...distance }),
]);
export type DriftOutcomeReport = z.infer<typeof driftOutcomeReportSchema>;

export const driftReportSchema = z.object({
  examples: count,
  /** False if there are fewer examples than the policy requires; every status is then `unknown`. */
  enough: z.boolean(),
  features: z.array(z.object({ name: z.string(), ...distance })),
  outcome: driftOutcomeReportSchema,
  /** Null if the task has no confidence. */
  confidence: z.object(distance).nullable(),
  /** Null if there are no examples. */
  latency: z.object({ p50Ms: z.number().min(0), p95Ms: z.number().min(0) }).nullable(),
  unsureShare: share,
  /** The worst status of all. */
  status: driftStatusSchema,
});
export type DriftReport = z.infer<typeof driftReportSchema>;
