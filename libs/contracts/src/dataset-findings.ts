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
  /** The number of pictures of every class, for training and all other parts, in the order of the classes. */
  classes: z.array(z.object({ className: z.string(), pictures: z.int().min(0) })),
  /** Files of one class whose names differ only in their ending: often a picture and its mask. */
  sameNames: z.array(z.array(fileName)),
  /** What keeps pictures together in a split; null if nothing is known. */
  groups: z
    .object({
      /** A table or a pattern of the user; words in the file names; what is seen on the pictures. */
      source: z.enum(['table', 'pattern', 'file-names', 'look-alikes']),
      /** The column or the pattern; empty for look-alikes. */
      name: z.string(),
      groups: z.int().min(0),
      /** Number of pictures in groups of two and more. */
      pictures: z.int().min(0),
      /** Number of pictures in the largest group. */
      largest: z.int().min(0),
      /** Number of groups with pictures in more than one part that the folder declares. */
      acrossParts: z.int().min(0),
      /** False if the groups were found, but are too large to be kept together. */
      isUsed: z.boolean(),
    })
    .nullable(),
  /** Pictures that seem to show the same thing, for example under another exposure; null if this was not checked. */
  lookAlikes: z
    .object({
      groups: z.array(z.array(fileName)),
      /** Number of groups under more than one class. */
      acrossClasses: z.int().min(0),
      /** Number of groups in more than one part that the folder declares. */
      acrossParts: z.int().min(0),
      /** What differs in the names of such pictures, such as `exp` in `exp1_num_5` and `exp2_num_9`. */
      variesIn: z.object({ name: z.string(), values: z.array(z.string()) }).nullable(),
    })
    .nullable(),
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
