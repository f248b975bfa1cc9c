import { z } from 'zod';

const classCounts = z.record(z.string(), z.int().min(0));

/** An immutable version of a model's data. */
export const datasetVersionSchema = z.object({
  id: z.uuid(),
  modelName: z.string(),
  /** Starts at 1 for each model. */
  number: z.int().min(1),
  /** SHA-256 (hex) over all examples with their classes and parts. */
  contentHash: z.string(),
  classNames: z.array(z.string()),
  counts: z.object({ train: classCounts, validation: classCounts, test: classCounts }),
  /** SHA-256 (hex) of the test part, which is never trained on. */
  testSetHash: z.string(),
  /** The dataset this version is built on, and its licence. */
  base: z.object({
    name: z.string(),
    contentHash: z.string(),
    licence: z.string(),
    source: z.string(),
    /** True if the pictures are in the artefact store; false if the program of the vertical provides them. */
    stored: z.boolean().default(false),
  }),
  /** Number of examples labelled by people. */
  labels: z.int().min(0),
  /** The highest label number included; 0 if there is none. */
  upToLabel: z.int().min(0),
  split: z.object({ seed: z.int(), validation: z.number(), test: z.number() }),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type DatasetVersion = z.infer<typeof datasetVersionSchema>;

/** What a person said a picture shows. The newest label of a prediction counts. */
export const labelSchema = z.object({
  sequence: z.int(),
  id: z.uuid(),
  modelName: z.string(),
  predictionId: z.string(),
  /** SHA-256 (hex) of the picture, which is stored as an artefact. */
  pictureSha256: z.string(),
  predictedClass: z.string(),
  /** Null if the label was withdrawn. */
  className: z.string().nullable(),
  author: z.string(),
  givenAt: z.iso.datetime(),
});
export type Label = z.infer<typeof labelSchema>;

/**
 * The part that a picture belongs to. It is derived from the picture's hash, so that it is the same in every version.
 */
export function partOfPicture(pictureSha256: string, testShare: number): 'train' | 'test' {
  return Number.parseInt(pictureSha256.slice(0, 8), 16) / 0x1_0000_0000 < testShare ? 'test' : 'train';
}
