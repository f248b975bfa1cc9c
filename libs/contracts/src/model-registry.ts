import { z } from 'zod';
import { gateReportSchema } from './gate-report';
import { modelManifestSchema } from './model-manifest';
import { gatePolicySchema } from './tasks/gate-policy';
import { headlineSchema } from './tasks/headline';
import { taskIdSchema } from './tasks/tasks';

/** `vertical.what-it-does`: `ecommerce.product-recogniser`. */
export const modelNameSchema = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/, 'vertical.model, lower-case words with dashes');

/** When a model is retrained and who may promote the result. */
export const loopPolicySchema = z.object({
  /** Number of labels since the newest dataset version that triggers a training; null: never. */
  retrainAfterLabels: z.int().min(1).nullable().default(null),
  retrainOnDrift: z.boolean().default(false),
  /**
   * `rule`: a challenger that passed every gate and agrees on enough examples in shadow mode is promoted automatically.
   */
  promotion: z.enum(['person', 'rule']).default('person'),
  /** With `rule`: minimum number of examples that the challenger must have processed in shadow mode. */
  shadowExamples: z.int().min(0).default(200),
  /**
   * With `rule`: minimum share of them on which it agrees with the champion; stops a model with abnormal predictions.
   */
  shadowAgreement: z.number().min(0).max(1).default(0.7),
  /** A promotion, by a person or the rule, is only a request: a second person has to approve it. */
  twoPeople: z.boolean().default(false),
});
export type LoopPolicy = z.infer<typeof loopPolicySchema>;

export const challengeModeSchema = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('shadow') }),
  /** Share of the requests that the challenger serves. */
  z.object({ mode: z.literal('canary'), share: z.number().gt(0).max(1) }),
]);
export type ChallengeMode = z.infer<typeof challengeModeSchema>;

export const modelVersionSchema = z.object({
  id: z.uuid(),
  modelName: modelNameSchema,
  /** Starts at 1 for each model. */
  number: z.int().min(1),
  manifest: modelManifestSchema,
  manifestSha256: z.string(),
  /** Id of the key that signed the manifest. */
  keyId: z.string(),
  datasetVersionId: z.uuid().nullable(),
  jobId: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  /** Markdown, generated from the training run. */
  modelCard: z.string(),
  /** The newest gate report; null until there is one. */
  gateReport: gateReportSchema.nullable(),
});
export type ModelVersion = z.infer<typeof modelVersionSchema>;

/** The summary shown in lists, without the evaluation and the model card. */
export const modelVersionSummarySchema = z.object({
  id: z.uuid(),
  modelName: modelNameSchema,
  number: z.int().min(1),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  architecture: z.string(),
  parameters: z.int(),
  task: taskIdSchema,
  /** The most important figure first; empty if it was not evaluated. */
  headlines: z.array(headlineSchema),
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
  /** The reason given by the person or the rule. */
  reason: z.string().nullable(),
  /** True if a person promoted the version although a gate refused it. */
  overridden: z.boolean(),
  at: z.iso.datetime(),
});
export type Promotion = z.infer<typeof promotionSchema>;

/**
 * Finds the promotion whose champion a roll-back restores. Every promotion is one step forward and every roll-back one
 * step back, so several roll-backs go further back each time and never return to a version that was rolled back.
 * @param history of one model, oldest first
 * @returns undefined if there is no earlier champion
 */
export function promotionBefore<P extends Pick<Promotion, 'action'>>(history: readonly P[]): P | undefined {
  const champions: P[] = [];
  for (const promotion of history) {
    if (promotion.action === 'promote') champions.push(promotion);
    else if (promotion.action === 'roll-back') champions.pop();
  }
  return champions.at(-2);
}

/** Texts about a model in a language other than English. */
export const modelWordsSchema = z.object({
  title: z.string(),
  intendedUse: z.string(),
  limits: z.array(z.string()),
  /** Names in that language, keyed by the model's own name, such as that of a class. */
  names: z.record(z.string(), z.string()),
});
export type ModelWords = z.infer<typeof modelWordsSchema>;

/** A path within an app; `{id}` is replaced by the id of a prediction. */
const predictionPathSchema = z.string().regex(/^\/(?!\/)\S*\{id\}\S*$/, 'a path with {id}');

/** How the vertical describes its model: texts for people, and the training defaults of jobs. */
export const modelDescriptionSchema = z.object({
  intendedUse: z.string(),
  limits: z.array(z.string()),
  /** Keyed by language tag, such as `zh-CN`. */
  translations: z.record(z.string(), modelWordsSchema),
  training: z.object({
    architecture: z.string(),
    /** The architectures that a job may choose. */
    architectures: z.array(z.string()),
    /** True if a job may search for the settings. Default: false. */
    searchable: z.boolean().optional(),
    /** Absent if the model is not a network. */
    epochs: z.int().min(1).optional(),
    batchSize: z.int().min(1).optional(),
    precision: z.enum(['float32', 'bfloat16']).optional(),
    seed: z.int().min(0),
  }),
  /**
   * Where the vertical's own app shows a prediction; absent if it keeps none. The app decides who may see it, and
   * records who has.
   */
  predictions: z.object({ picture: predictionPathSchema, page: predictionPathSchema }).optional(),
});
export type ModelDescription = z.infer<typeof modelDescriptionSchema>;

export const registeredModelSchema = z.object({
  name: modelNameSchema,
  vertical: z.string(),
  title: z.string(),
  /** The kind of question that all its versions answer. */
  task: taskIdSchema,
  /** Null until a trainer of the vertical has declared the model. */
  description: modelDescriptionSchema.nullable(),
  /** With the requirements of the task, see `parseGatePolicy`. */
  gatePolicy: gatePolicySchema,
  loopPolicy: loopPolicySchema,
  champion: modelAliasSchema.nullable(),
  challenger: modelAliasSchema.extend({ mode: challengeModeSchema }).nullable(),
  versions: z.int().min(0),
  /** Number of labels that are not in any dataset version yet. */
  newLabels: z.int().min(0),
});
export type RegisteredModel = z.infer<typeof registeredModelSchema>;

/** Most examples that a report names of one pair of answers. */
export const MAX_EXAMPLES_PER_CHANGE = 8;

/** A prediction in which champion and challenger differ. */
const differentExampleSchema = z.object({
  /** Id of the prediction in its vertical, which may have deleted it since. */
  id: z.string().max(200),
  /** Null if the task has no confidence. */
  championConfidence: z.number().min(0).max(1).nullable(),
  challengerConfidence: z.number().min(0).max(1).nullable(),
});

/** Compares champion and challenger on the same requests (shadow) or on their own shares of the requests (canary). */
export const challengeReportSchema = z.object({
  modelName: modelNameSchema,
  championId: z.uuid(),
  challengerId: z.uuid(),
  mode: z.enum(['shadow', 'canary']),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  examples: z.int().min(0),
  /** Null in canary mode, in which each request is answered by one version only. */
  agreement: z.number().min(0).max(1).nullable(),
  /** Where the predictions differ, most frequent first. */
  changes: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      count: z.int(),
      /** The latest of them, newest first; none of pairs that are not among the most frequent. */
      examples: z.array(differentExampleSchema).max(MAX_EXAMPLES_PER_CHANGE).default([]),
    }),
  ),
  champion: sideSchema(),
  challenger: sideSchema(),
  /** Examples that the challenger skipped because it could not keep up, and examples on which it failed. */
  dropped: z.int().min(0),
  failed: z.int().min(0),
});
export type ChallengeReport = z.infer<typeof challengeReportSchema>;

function sideSchema() {
  return z.object({
    examples: z.int().min(0),
    /** Null if nothing was answered, or the task has no confidence. */
    meanConfidence: z.number().nullable(),
    unsure: z.int().min(0),
    p50Ms: z.number().nullable(),
    p95Ms: z.number().nullable(),
    /** How often each answer was given, by its label. */
    outcomes: z.record(z.string(), z.int()),
  });
}
