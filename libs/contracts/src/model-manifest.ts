import { z } from 'zod';
import { findingCountsSchema } from './dataset-findings';
import { driftReferenceSchema } from './drift';
import { evaluationReportSchema } from './evaluation-report';
import { preprocessorSchema } from './preprocessor';
import { epochResultSchema, trainingInterruptionSchema } from './training';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');

/**
 * `manifest.json` beside the ONNX file: everything that a serving process needs to use the model correctly, and the
 * model's provenance.
 */
export const modelManifestSchema = z.object({
  formatVersion: z.literal(1),
  name: z.string().min(1).max(100),
  createdAt: z.iso.datetime(),
  task: z.literal('classification'),
  architecture: z.object({ name: z.string(), parameters: z.int().min(1), config: z.record(z.string(), z.unknown()) }),
  preprocessor: preprocessorSchema,
  classNames: z.array(z.string().min(1)).min(2),
  /** If the highest probability is lower, the prediction is "unsure". */
  unsureBelow: z.number().min(0).max(1),
  /**
   * The distance above which a picture counts as unlike the training examples; absent if the model has no distance
   * output.
   */
  unlikeExamples: z
    .object({
      /** If the distance is larger, the prediction is "unsure". */
      above: z.number().min(0),
      /** Share of the held-out examples within the distance, in (0, 1); `heldOut` is their number. */
      quantile: z.number().gt(0).lt(1),
      heldOut: z.int().min(1),
      /** Share of in-distribution test examples above the threshold, with its 95 % interval. */
      testShare: z.number().min(0).max(1),
      testShareInterval: z.object({ low: z.number().min(0).max(1), high: z.number().min(0).max(1) }),
    })
    .optional(),
  onnx: z.object({
    file: z.string().regex(/^[\w.-]+$/),
    sha256,
    bytes: z.int().min(1),
    opset: z.int(),
    /** Graph input, float32 [batch, ...exampleShape]. */
    input: z.object({ name: z.string(), exampleShape: z.array(z.int().min(1)) }),
    /** Graph outputs: float32 [batch, classes] and float32 [batch, embeddingSize]. */
    probabilities: z.string(),
    embedding: z.object({ name: z.string(), size: z.int().min(1) }),
    /**
     * Float32 [batch]: distance of the embedding to the nearest class of the training split; absent in older models.
     */
    distance: z.object({ name: z.string() }).optional(),
    /** Maximum absolute difference between the outputs of the training engine and of onnxruntime. */
    parity: z.object({ examples: z.int().min(1), maxAbsoluteDifference: z.number().min(0), tolerance: z.number() }),
  }),
  training: z.object({
    seed: z.int(),
    epochs: z.int().min(1),
    batchSize: z.int().min(1),
    optimizer: z.string(),
    /** E.g. "tensorflow 2.21.0 (cpu)". */
    engine: z.string(),
    seconds: z.number(),
    imagesPerSecond: z.number(),
    curve: z.array(epochResultSchema),
    /** The epoch whose weights were kept. */
    bestEpoch: z.int().min(1),
    /** How often the process crashed and training resumed from its checkpoint; absent in older models. */
    interruptions: z.array(trainingInterruptionSchema).optional(),
  }),
  dataset: z.object({
    name: z.string(),
    contentHash: sha256,
    examples: z.object({ train: z.int(), validation: z.int(), test: z.int() }),
    /**
     * Details beside the manifest: the pictures used for training and the findings in the dataset. Not distributed with
     * the model.
     */
    details: z.object({ file: z.string().regex(/^[\w.-]+$/), sha256 }).nullish(),
    /** Number of findings in the folder of pictures; absent if it was not inspected. */
    findings: findingCountsSchema.nullish(),
  }),
  evaluation: evaluationReportSchema.nullable(),
  /** Distributions of inputs and predictions on the test split; absent in older models. */
  driftReference: driftReferenceSchema.nullish(),
  /** Where the model came from; absent in older models. */
  provenance: z
    .object({
      codeCommit: z.string().nullable(),
      jobId: z.string().nullable(),
      datasetVersionId: z.string().nullable(),
      /** Content hash of the test split used for `evaluation`. */
      testSetHash: sha256,
    })
    .nullish(),
});

export type ModelManifest = z.infer<typeof modelManifestSchema>;
