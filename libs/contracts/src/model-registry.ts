import { z } from 'zod';
import { shareIntervalSchema } from './evaluation-report';
import { modelManifestSchema } from './model-manifest';
import { gatePolicySchema, gateReportSchema } from './promotion-gates';

/** `vertical.what-it-does`: `ecommerce.product-recogniser`. */
export const modelNameSchema = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/, 'vertical.model, lower-case words with dashes');

/** When a model is trained anew and by whom the result may be promoted. */
export const loopPolicySchema = z.object({
  /** Labels since the newest dataset version that start a training; null: never. */
  retrainAfterLabels: z.int().min(1).nullable().default(null),
  retrainOnDrift: z.boolean().default(false),
  /** `rule`: a challenger that passed every gate and agrees on enough examples in shadow is promoted by itself. */
  promotion: z.enum(['person', 'rule']).default('person'),
  /** Under `rule`: examples that the challenger must have seen in shadow. */
  shadowExamples: z.int().min(0).default(200),
  /** Under `rule`: least share of them on which it agrees with the champion; a model gone mad is stopped here. */
  shadowAgreement: z.number().min(0).max(1).default(0.7),
  /** Whoever promotes a version, a person or the rule, only asks for it: somebody else has to agree. */
  twoPeople: z.boolean().default(false),
});
export type LoopPolicy = z.infer<typeof loopPolicySchema>;

export const challengeModeSchema = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('shadow') }),
  /** Share of the requests that the challenger answers. */
  z.object({ mode: z.literal('canary'), share: z.number().gt(0).max(1) }),
]);
export type ChallengeMode = z.infer<typeof challengeModeSchema>;

export const modelVersionSchema = z.object({
  id: z.uuid(),
  modelName: modelNameSchema,
  /** 1 for the first of its model. */
  number: z.int().min(1),
  manifest: modelManifestSchema,
  manifestSha256: z.string(),
  /** Of the key that signed the manifest. */
  keyId: z.string(),
  datasetVersionId: z.uuid().nullable(),
  jobId: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  /** Markdown, written from the run. */
  modelCard: z.string(),
  /** The newest judgement; null until there is one. */
  gateReport: gateReportSchema.nullable(),
});
export type ModelVersion = z.infer<typeof modelVersionSchema>;

/** What lists show: without curves, confusion matrix and card. */
export const modelVersionSummarySchema = z.object({
  id: z.uuid(),
  modelName: modelNameSchema,
  number: z.int().min(1),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  architecture: z.string(),
  parameters: z.int(),
  accuracy: z.number().nullable(),
  accuracyInterval: shareIntervalSchema.nullable(),
  macroF1: z.number().nullable(),
  onnxBytes: z.int(),
  onnxSha256: z.string(),
  datasetVersionId: z.uuid().nullable(),
  jobId: z.uuid().nullable(),
  alias: z.enum(['champion', 'challenger']).nullable(),
  gatesPassed: z.boolean().nullable(),
});
export type ModelVersionSummary = z.infer<typeof modelVersionSummarySchema>;

export const modelAliasSchema = z.object({
  versionId: z.uuid(),
  number: z.int(),
  since: z.iso.datetime(),
  by: z.string(),
});

export const promotionSchema = z.object({
  sequence: z.int(),
  modelName: modelNameSchema,
  action: z.enum(['promote', 'roll-back', 'challenge', 'withdraw']),
  fromVersionId: z.uuid().nullable(),
  fromNumber: z.int().nullable(),
  toVersionId: z.uuid().nullable(),
  toNumber: z.int().nullable(),
  by: z.string(),
  byRule: z.boolean(),
  /** Why, in the person's or the rule's words. */
  reason: z.string().nullable(),
  /** True where a person promoted against a gate that refused. */
  overridden: z.boolean(),
  at: z.iso.datetime(),
});
export type Promotion = z.infer<typeof promotionSchema>;

/**
 * Which promotion made the champion to go back to: every promotion goes one step forward, every roll-back one step
 * back, so that several roll-backs lead further and further back, and never to what was rolled back.
 * @param history of one model, oldest first
 * @returns undefined where there is none before
 */
export function promotionBefore<P extends Pick<Promotion, 'action'>>(history: readonly P[]): P | undefined {
  const champions: P[] = [];
  for (const promotion of history) {
    if (promotion.action === 'promote') champions.push(promotion);
    else if (promotion.action === 'roll-back') champions.pop();
  }
  return champions.at(-2);
}

/** What people read about a model, in another language than English. */
export const modelWordsSchema = z.object({
  title: z.string(),
  intendedUse: z.string(),
  limits: z.array(z.string()),
  /** By the name that the model gives a class. */
  classNames: z.record(z.string(), z.string()),
});
export type ModelWords = z.infer<typeof modelWordsSchema>;

/** What the vertical says of its model: for people, and what a training does where a job leaves it open. */
export const modelDescriptionSchema = z.object({
  intendedUse: z.string(),
  limits: z.array(z.string()),
  /** By language tag, such as `zh-CN`. */
  translations: z.record(z.string(), modelWordsSchema),
  training: z.object({
    architecture: z.string(),
    /** Those that the job may choose. */
    architectures: z.array(z.string()),
    epochs: z.int().min(1),
    batchSize: z.int().min(1),
    precision: z.enum(['float32', 'bfloat16']),
    seed: z.int().min(0),
  }),
});
export type ModelDescription = z.infer<typeof modelDescriptionSchema>;

export const registeredModelSchema = z.object({
  name: modelNameSchema,
  vertical: z.string(),
  title: z.string(),
  /** Null until a trainer of the vertical has declared the model. */
  description: modelDescriptionSchema.nullable(),
  gatePolicy: gatePolicySchema,
  loopPolicy: loopPolicySchema,
  champion: modelAliasSchema.nullable(),
  challenger: modelAliasSchema.extend({ mode: challengeModeSchema }).nullable(),
  versions: z.int().min(0),
  /** Labels that no dataset version holds yet. */
  newLabels: z.int().min(0),
});
export type RegisteredModel = z.infer<typeof registeredModelSchema>;

/** What champion and challenger made of the same requests (shadow), or of their own shares of them (canary). */
export const challengeReportSchema = z.object({
  modelName: modelNameSchema,
  championId: z.uuid(),
  challengerId: z.uuid(),
  mode: z.enum(['shadow', 'canary']),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  examples: z.int().min(0),
  /** Null in canary: nobody answered the same request twice. */
  agreement: z.number().min(0).max(1).nullable(),
  /** Where they differ, most frequent first. */
  changes: z.array(z.object({ from: z.string(), to: z.string(), count: z.int() })),
  champion: sideSchema(),
  challenger: sideSchema(),
  /** Examples that the challenger did not see because it could not keep up, and those on which it failed. */
  dropped: z.int().min(0),
  failed: z.int().min(0),
});
export type ChallengeReport = z.infer<typeof challengeReportSchema>;

function sideSchema() {
  return z.object({
    examples: z.int().min(0),
    meanConfidence: z.number().nullable(),
    unsure: z.int().min(0),
    p50Ms: z.number().nullable(),
    p95Ms: z.number().nullable(),
    classes: z.record(z.string(), z.int()),
  });
}
