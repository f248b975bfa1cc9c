import { z } from 'zod';

const fileName = z.string();

/** What a person should know of a folder of pictures before a model is trained on it. Files by their path within it. */
export const datasetFindingsSchema = z.object({
  /** Exact copies of one picture under one class and in one part, one list for each picture. */
  copies: z.array(z.array(fileName)),
  /** One picture under several classes: its files, whose folders name the classes. */
  contradictions: z.array(z.array(fileName)),
  /** Pictures of the test or validation part that are copies of a picture of an earlier part. */
  leaks: z.array(z.object({ file: fileName, part: z.enum(['validation', 'test']), copyOf: fileName })),
  /** Classes with so few pictures that little can be learned or measured. */
  smallClasses: z.array(z.object({ className: z.string(), pictures: z.int().min(1) })),
  /** Pictures of the largest class. */
  largestClass: z.int().min(0),
  /** Classes whose names differ in upper and lower case or spaces alone. */
  similarClasses: z.array(z.array(z.string())),
});
export type DatasetFindings = z.infer<typeof datasetFindingsSchema>;

/** How many of each, for a manifest: it travels further than the names of files should. */
export const findingCountsSchema = z.object({
  /** Files beyond the first of each picture. */
  copies: z.int().min(0),
  /** Pictures under several classes. */
  contradictions: z.int().min(0),
  leaks: z.object({ validation: z.int().min(0), test: z.int().min(0) }),
  smallClasses: z.int().min(0),
});
export type FindingCounts = z.infer<typeof findingCountsSchema>;

export function countFindings(findings: DatasetFindings): FindingCounts {
  const leaked = (part: 'validation' | 'test'): number => findings.leaks.filter((leak) => leak.part === part).length;
  return {
    copies: findings.copies.reduce((sum, files) => sum + files.length - 1, 0),
    contradictions: findings.contradictions.length,
    leaks: { validation: leaked('validation'), test: leaked('test') },
    smallClasses: findings.smallClasses.length,
  };
}

/** `dataset.json` beside a manifest: what is too long for it. */
export const datasetDetailsSchema = z.object({
  formatVersion: z.literal(1),
  /**
   * Pictures that were trained on or that chose the best epoch: the first 8 bytes of the SHA-256 of each file, sorted,
   * one after another, in base64. Null where the files were not known.
   */
  seen: z.string().nullable(),
  findings: datasetFindingsSchema.nullable(),
});
export type DatasetDetails = z.infer<typeof datasetDetailsSchema>;
