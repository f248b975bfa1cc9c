import { partOfPicture, type DatasetVersion, type Label } from '@lintel/contracts';
import { createHash } from 'node:crypto';
import { z } from 'zod';

export const labelledExampleSchema = z.object({
  labelId: z.uuid(),
  pictureSha256: z.string().regex(/^[0-9a-f]{64}$/),
  className: z.string(),
  /** Derived from the picture, so that no version trains on what another is tested on. */
  part: z.enum(['train', 'test']),
});
/** A picture labelled by people. */
export type LabelledExample = z.infer<typeof labelledExampleSchema>;

/** The content of a dataset version; its hashes are computed from it. */
export interface DatasetContent {
  readonly base: DatasetVersion['base'];
  readonly split: DatasetVersion['split'];
  readonly classNames: readonly string[];
  readonly items: readonly LabelledExample[];
}

/**
 * One example per picture, sorted by picture. If a picture was labelled more than once (it was submitted twice), the
 * newest label counts.
 * @param testShare share of the pictures in the test part, in [0, 1)
 */
export function labelledExamples(labels: readonly Label[], testShare: number): LabelledExample[] {
  const newest = new Map<string, { sequence: number; item: LabelledExample }>();
  for (const { sequence, id, pictureSha256, className } of labels) {
    if (className === null || sequence <= (newest.get(pictureSha256)?.sequence ?? -1)) continue;
    const part = partOfPicture(pictureSha256, testShare);
    newest.set(pictureSha256, { sequence, item: { labelId: id, pictureSha256, className, part } });
  }
  const byPicture = ([one]: [string, unknown], [other]: [string, unknown]): number => (one < other ? -1 : 1);
  return [...newest].sort(byPicture).map(([, { item }]) => item);
}

/**
 * SHA-256 (hex) over base, split, class names and labelled examples. Label ids are included: a label that only confirms
 * a known class still makes a new version.
 */
export function contentHashOf({ base, split, classNames, items }: DatasetContent): string {
  const examples = items.map(({ labelId, pictureSha256, className, part }) => [
    pictureSha256,
    className,
    part,
    labelId,
  ]);
  return hash([base.contentHash, split.seed, split.validation, split.test, classNames, examples]);
}

/** SHA-256 (hex) over the test part only; two models are comparable if it is equal. */
export function testSetHashOf({ base, split, classNames, items }: DatasetContent): string {
  const examples = items
    .filter(({ part }) => part === 'test')
    .map(({ pictureSha256, className }) => [pictureSha256, className]);
  return hash([base.contentHash, split.seed, split.validation, split.test, classNames, examples]);
}

const hash = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('hex');

/** The counts of the base plus the labelled examples. */
export function addCounts(base: DatasetVersion['counts'], items: readonly LabelledExample[]): DatasetVersion['counts'] {
  const counts = { train: { ...base.train }, validation: { ...base.validation }, test: { ...base.test } };
  for (const { part, className } of items) counts[part][className] = (counts[part][className] ?? 0) + 1;
  return counts;
}
