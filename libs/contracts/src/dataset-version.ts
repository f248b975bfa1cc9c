import { z } from 'zod';

const classCounts = z.record(z.string(), z.int().min(0));

/** An immutable state of a model's data. */
export const datasetVersionSchema = z.object({
  id: z.uuid(),
  modelName: z.string(),
  /** 1 for the first of its model. */
  number: z.int().min(1),
  /** SHA-256 (hex) over all examples with their classes and parts. */
  contentHash: z.string(),
  classNames: z.array(z.string()),
  counts: z.object({ train: classCounts, validation: classCounts, test: classCounts }),
  /** Of the part that is never trained on. */
  testSetHash: z.string(),
  /** What it is built on and under which terms. */
  base: z.object({
    name: z.string(),
    contentHash: z.string(),
    licence: z.string(),
    source: z.string(),
    /** True where its pictures lie in the artefact store; false where the program of the vertical brings them. */
    stored: z.boolean().default(false),
  }),
  /** Examples that people labelled. */
  labels: z.int().min(0),
  /** Label with the highest number that went in; 0 where there was none. */
  upToLabel: z.int().min(0),
  split: z.object({ seed: z.int(), validation: z.number(), test: z.number() }),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type DatasetVersion = z.infer<typeof datasetVersionSchema>;

/** What a person said a picture shows. The newest of a prediction counts. */
export const labelSchema = z.object({
  sequence: z.int(),
  id: z.uuid(),
  modelName: z.string(),
  predictionId: z.string(),
  /** Of the picture, kept as an artefact. */
  pictureSha256: z.string(),
  predictedClass: z.string(),
  /** Null: the label was taken back. */
  className: z.string().nullable(),
  author: z.string(),
  givenAt: z.iso.datetime(),
});
export type Label = z.infer<typeof labelSchema>;

/** The part an example of that picture belongs to: by its hash, so that it is the same in every version. */
export function partOfPicture(pictureSha256: string, testShare: number): 'train' | 'test' {
  return Number.parseInt(pictureSha256.slice(0, 8), 16) / 0x1_0000_0000 < testShare ? 'test' : 'train';
}
