import { z } from 'zod';
import { findingCountsSchema } from './dataset-findings';
import { driftReferenceSchema } from './drift';
import { searchSummarySchema } from './search';
import { imageClassification } from './tasks/image-classification/image-classification';
import { imageEmbedding } from './tasks/image-embedding/image-embedding';
import { recommendation } from './tasks/recommendation/recommendation';
import { tabularClassification, tabularRegression } from './tasks/tabular/tabular';
import { textClassification } from './tasks/text-classification/text-classification';
import { timeSeriesAnomaly } from './tasks/time-series-anomaly/time-series-anomaly';
import { timeSeriesForecast } from './tasks/time-series-forecast/time-series-forecast';
import { epochResultSchema, trainingInterruptionSchema } from './training';

/** The file of a model's folder that holds its manifest. */
export const MANIFEST_FILE = 'manifest.json';
/** The file beside it that holds the signature of its bytes. */
export const SIGNATURE_FILE = 'manifest.sig.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');

/** A tensor of a graph. */
const tensorSchema = z.object({
  name: z.string().min(1),
  dtype: z.enum(['float32', 'int64']),
  /** Shape of one example, without the batch dimension; empty: one number an example. */
  shape: z.array(z.int().min(1)),
});
export type TensorSpec = z.infer<typeof tensorSchema>;

const fileName = z.string().regex(/^[\w.-]+$/);

const manifestSchema = z.object({
  formatVersion: z.literal(2),
  name: z.string().min(1).max(100),
  createdAt: z.iso.datetime(),
  architecture: z.object({ name: z.string(), parameters: z.int().min(1), config: z.record(z.string(), z.unknown()) }),
  onnx: z.object({
    file: fileName,
    sha256,
    bytes: z.int().min(1),
    opset: z.int(),
    /** Inputs of the graph, [batch, ...shape]. */
    inputs: z.array(tensorSchema).min(1),
    /** Outputs of the graph, [batch, ...shape]. `meaning` is a term of the task, such as `probabilities`. */
    outputs: z
      .array(
        tensorSchema.extend({
          meaning: z.string().min(1),
          /** True: the output is computed only for a caller that asks for it, such as a heat map. */
          onRequest: z.boolean().optional(),
        }),
      )
      .min(1),
    /** Maximum absolute difference between the outputs of what was fitted and of onnxruntime. */
    parity: z.object({ examples: z.int().min(1), maxAbsoluteDifference: z.number().min(0), tolerance: z.number() }),
  }),
  /** Files beside the graph that the answers need, such as what explains them. */
  sideFiles: z.array(z.object({ file: fileName, sha256, bytes: z.int().min(0) })).default([]),
  training: z.object({
    seed: z.int(),
    /** What fitted the model, e.g. "tensorflow 2.21.0 (cpu)". */
    engine: z.string(),
    seconds: z.number(),
    /** Only of a network that was trained by gradient. */
    network: z
      .object({
        epochs: z.int().min(1),
        batchSize: z.int().min(1),
        optimizer: z.string(),
        imagesPerSecond: z.number(),
        curve: z.array(epochResultSchema),
        /** The epoch whose weights were kept. */
        bestEpoch: z.int().min(1),
      })
      .nullable(),
    /** How often the process crashed and training resumed from its checkpoint. */
    interruptions: z.array(trainingInterruptionSchema).optional(),
    /** The search that chose the configuration on the validation part; absent if none did. */
    search: searchSummarySchema.optional(),
  }),
  dataset: z.object({
    name: z.string(),
    contentHash: sha256,
    examples: z.object({ train: z.int(), validation: z.int(), test: z.int() }),
    /**
     * The model is fitted to all examples, also to the tested ones; the evaluation is that of models which were fitted
     * without the examples that they were tested on.
     */
    fittedToAll: z.boolean().optional(),
    /**
     * Details beside the manifest: the examples used for training and the findings in the dataset. Not distributed with
     * the model.
     */
    details: z.object({ file: fileName, sha256 }).nullish(),
    /** Number of findings in the dataset; absent if it was not inspected. */
    findings: findingCountsSchema.nullish(),
  }),
  /** Distributions of inputs and predictions on the test split. */
  driftReference: driftReferenceSchema.nullish(),
  /** Where the model came from. */
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

/** The part of a manifest that differs by task. */
const manifestOf = <
  Id extends string,
  Preprocessing extends z.ZodType,
  Reading extends z.ZodType,
  Report extends z.ZodType,
>({
  id,
  preprocessing,
  reading,
  report,
}: {
  readonly id: Id;
  readonly preprocessing: Preprocessing;
  readonly reading: Reading;
  readonly report: Report;
}) =>
  manifestSchema.extend({
    task: z.literal(id),
    preprocessing,
    reading,
    evaluation: report.nullable(),
  });

/** The manifest of a model that classifies pictures, for verticals that have one. */
export const imageClassificationManifestSchema = manifestOf(imageClassification);

/**
 * `manifest.json` beside the ONNX file: everything that a serving process needs to use the model correctly, and the
 * model's provenance.
 */
export const modelManifestSchema = z.discriminatedUnion('task', [
  imageClassificationManifestSchema,
  manifestOf(imageEmbedding),
  manifestOf(tabularClassification),
  manifestOf(tabularRegression),
  manifestOf(recommendation),
  manifestOf(textClassification),
  manifestOf(timeSeriesAnomaly),
  manifestOf(timeSeriesForecast),
]);

export type ModelManifest = z.infer<typeof modelManifestSchema>;
/** The manifest of a model for one task. */
export type ManifestOf<Id extends ModelManifest['task']> = Extract<ModelManifest, { task: Id }>;
