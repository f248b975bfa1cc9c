import {
  approvalSchema,
  challengeModeSchema,
  challengeReportSchema,
  datasetVersionSchema,
  gatePolicySchema,
  labelSchema,
  labelTargetSchema,
  loopPolicySchema,
  modelComparisonSchema,
  modelVersionSchema,
  modelVersionSummarySchema,
  problemSchema,
  promotionSchema,
  registeredModelSchema,
  taskIdSchema,
} from '@lintel/contracts';
import { z } from 'zod';

/** `GET /v1/models` */
export const modelListSchema = z.object({ items: z.array(registeredModelSchema) });

/** `GET /v1/models/{name}` */
export const modelDetailSchema = z.object({
  model: registeredModelSchema,
  /** Newest first. */
  versions: z.array(modelVersionSummarySchema),
  /** Newest first. */
  history: z.array(promotionSchema),
  /** Comparison of the current champion and challenger; null if nothing was compared yet. */
  challenge: challengeReportSchema.nullable(),
});

/** `GET /v1/versions/{id}` */
export const versionDetailSchema = modelVersionSchema.extend({
  /** The model card in languages other than English, by language tag; only languages that the model has texts for. */
  modelCards: z.record(z.string(), z.string()),
});

/** `POST /v1/versions/{id}/answers`: an input as the version's task takes it, such as a row or a text. */
export const trySchema = z.object({ input: z.unknown() });
/** `POST /v1/versions/{id}/file-answers?heat=true` */
export const tryFileQuerySchema = z.object({
  /** Also draws where the model looked, if it has heat maps. */
  heat: z.enum(['true', 'false']).default('false'),
});
export const triedSchema = z.object({
  task: taskIdSchema,
  items: z.array(
    z.object({
      /** Which input of the file it is, such as `line 3`; empty for a single one. */
      name: z.string(),
      /** As the version's task answers; null if the input has a problem. */
      answer: z.record(z.string(), z.unknown()).nullable(),
      problem: problemSchema.nullable(),
    }),
  ),
  /** Further inputs of the file, which were not answered. */
  leftOut: z.int().min(0),
  /** PNG in base64; null if none was asked for, or the model has none. */
  heatMap: z.base64().nullable(),
});

/** `GET /v1/comparisons?versions=id,id`: 2 to 6, of one model. */
export const comparisonQuerySchema = z.object({
  versions: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.uuid()).min(2).max(6)),
});
export const comparisonSchema = z.object({
  versions: z.array(modelVersionSchema),
  /** True if all were evaluated on the same examples, so that their figures can be compared. */
  sameTestSet: z.boolean(),
  /** Each version compared with the first, example by example, if a gate report contains it. */
  pairs: z.array(z.object({ versionId: z.uuid(), againstId: z.uuid(), comparison: modelComparisonSchema })),
});

/** The champion that the person saw when they decided; if the champion has changed since, nothing is done. */
const expectedChampionSchema = z.uuid().nullable().optional();

/** `POST /v1/models/{name}/promote` */
export const promoteSchema = z.object({
  versionId: z.uuid(),
  reason: z.string().trim().max(1_000).optional(),
  /** Overrides a gate that refuses; requires a reason. */
  override: z.boolean().default(false),
  expectedChampion: expectedChampionSchema,
});
/** If two people must agree, the only change is a waiting approval. */
export const promotedSchema = modelDetailSchema.extend({ approval: approvalSchema.nullable() });
/** `POST /v1/models/{name}/roll-back` and `/withdraw` */
export const rollBackSchema = z.object({
  reason: z.string().trim().max(1_000).optional(),
  expectedChampion: expectedChampionSchema,
});
/** `POST /v1/models/{name}/challenge`: makes a version the challenger, or changes its mode. */
export const challengeSchema = z.object({
  versionId: z.uuid(),
  challenge: challengeModeSchema,
  reason: z.string().trim().max(1_000).optional(),
  /** Overrides a gate that refuses; requires a reason. */
  override: z.boolean().default(false),
});
/** `PUT /v1/models/{name}/policies` */
export const policiesSchema = z.object({
  gatePolicy: gatePolicySchema.optional(),
  loopPolicy: loopPolicySchema.optional(),
});

/** `GET /v1/models/{name}/datasets`: newest first. */
export const datasetListSchema = z.object({ items: z.array(datasetVersionSchema) });
/** `GET /v1/models/{name}/labels`: newest first, including withdrawn ones. */
export const labelQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** The `nextCursor` of the previous page. */
  cursor: z.string().max(200).optional(),
});
export const labelListSchema = z.object({ items: z.array(labelSchema), nextCursor: z.string().max(200).nullable() });

/** `GET /v1/models/{name}/datasets/{id}/examples`: those that people labelled, sorted by their input. */
export const datasetExampleQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** The `nextCursor` of the previous page. */
  cursor: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
export const datasetExampleSchema = z.object({
  labelId: z.uuid(),
  /** SHA-256 (hex) of the input. */
  inputSha256: z.string(),
  /** What is right, as the version has it: a later label does not change it. */
  target: labelTargetSchema,
  part: z.enum(['train', 'test']),
});
export const datasetExampleListSchema = z.object({
  items: z.array(datasetExampleSchema),
  nextCursor: z.string().max(200).nullable(),
});

export type DatasetExample = z.infer<typeof datasetExampleSchema>;
export type DatasetExampleList = z.infer<typeof datasetExampleListSchema>;
export type ModelDetail = z.infer<typeof modelDetailSchema>;
export type VersionDetail = z.infer<typeof versionDetailSchema>;
export type Tried = z.infer<typeof triedSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
export type Promoted = z.infer<typeof promotedSchema>;
export type Promote = z.input<typeof promoteSchema>;
export type Challenge = z.input<typeof challengeSchema>;
export type Policies = z.infer<typeof policiesSchema>;
