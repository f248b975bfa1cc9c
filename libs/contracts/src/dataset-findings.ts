import { z } from 'zod';

const fileName = z.string();

/**
 * Problems in a folder of pictures that a person should review before training on it. Files are given by their path
 * within the folder.
 */
export const datasetFindingsSchema = z.object({
  /** Exact copies of a picture within one class and one part; one list per picture. */
  copies: z.array(z.array(fileName)),
  /** Pictures that occur under several classes: their files, whose folders name the classes. */
  contradictions: z.array(z.array(fileName)),
  /** Pictures of the validation or test part that are copies of a picture in an earlier part. */
  leaks: z.array(z.object({ file: fileName, part: z.enum(['validation', 'test']), copyOf: fileName })),
  /** Classes with too few pictures to learn or measure reliably. */
  smallClasses: z.array(z.object({ className: z.string(), pictures: z.int().min(1) })),
  /** Number of pictures in the largest class. */
  largestClass: z.int().min(0),
  /** Classes whose names differ only in case or spaces. */
  similarClasses: z.array(z.array(z.string())),
});
export type DatasetFindings = z.infer<typeof datasetFindingsSchema>;

/**
 * The number of findings of each kind. A manifest contains only counts, because it is shared more widely than file
 * names should be.
 */
export const findingCountsSchema = z.object({
  /** Number of files beyond the first of each picture. */
  copies: z.int().min(0),
  /** Number of pictures that occur under several classes. */
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

/** `dataset.json` beside a manifest: the details that are too long for the manifest. */
export const datasetDetailsSchema = z.object({
  formatVersion: z.literal(1),
  /**
   * The pictures used for training or for choosing the best epoch: the first 8 bytes of the SHA-256 of each file,
   * sorted, concatenated, in base64. Null if the files were not known.
   */
  seen: z.string().nullable(),
  findings: datasetFindingsSchema.nullable(),
});
export type DatasetDetails = z.infer<typeof datasetDetailsSchema>;
