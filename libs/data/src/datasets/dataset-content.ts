import {
  labelTargetSchema,
  type LabelTarget,
  partOfInput,
  targetClass,
  type DatasetVersion,
  type Label,
} from '@lintel/contracts';
import { createHash } from 'node:crypto';
import { z } from 'zod';

export const labelledExampleSchema = z.object({
  labelId: z.uuid(),
  inputSha256: z.string().regex(/^[0-9a-f]{64}$/),
  target: labelTargetSchema,
  /** Derived from the input, so that no version trains on what another is tested on. */
  part: z.enum(['train', 'test']),
});
/** An input labelled by people. */
export type LabelledExample = z.infer<typeof labelledExampleSchema>;

/** The part that the input of a label belongs to. */
export type PartOfLabel = (label: Label) => LabelledExample['part'];

/** The content of a dataset version; its hashes are computed from it. */
export interface DatasetContent {
  readonly base: DatasetVersion['base'];
  readonly split: DatasetVersion['split'];
  readonly classNames: readonly string[];
  readonly items: readonly LabelledExample[];
}

/**
 * One example per input, sorted by input. If an input was labelled more than once (it was submitted twice), the newest
 * label counts.
 * @param testShare share of the inputs in the test part, in [0, 1)
 * @param partOf the part of an input. Default: by its hash
 */
export function labelledExamples(
  labels: readonly Label[],
  testShare: number,
  partOf: PartOfLabel = ({ inputSha256 }) => partOfInput(inputSha256, testShare),
): LabelledExample[] {
  const newest = new Map<string, { sequence: number; item: LabelledExample }>();
  for (const label of labels) {
    const { sequence, id, inputSha256, target } = label;
    if (target === null || sequence <= (newest.get(inputSha256)?.sequence ?? -1)) continue;
    const part = partOf(label);
    newest.set(inputSha256, { sequence, item: { labelId: id, inputSha256, target, part } });
  }
  const byInput = ([one]: [string, unknown], [other]: [string, unknown]): number => (one < other ? -1 : 1);
  return [...newest].sort(byInput).map(([, { item }]) => item);
}

/**
 * SHA-256 (hex) over base, split, class names and labelled examples. Label ids are included: a label that only confirms
 * a known class still makes a new version.
 */
export function contentHashOf({ base, split, classNames, items }: DatasetContent): string {
  const examples = items.map(({ labelId, inputSha256, target, part }) => [inputSha256, hashed(target), part, labelId]);
  return hash([base.contentHash, split.seed, split.validation, split.test, classNames, examples]);
}

/** SHA-256 (hex) over the test part only; two models are comparable if it is equal. */
export function testSetHashOf({ base, split, classNames, items }: DatasetContent): string {
  const examples = items
    .filter(({ part }) => part === 'test')
    .map(({ inputSha256, target }) => [inputSha256, hashed(target)]);
  return hash([base.contentHash, split.seed, split.validation, split.test, classNames, examples]);
}

/** A class alone is hashed as its name, as it was when every target was a class. */
function hashed(target: LabelTarget): unknown {
  const className = targetClass(target);
  return className !== null && Object.keys(target).length === 1 ? className : target;
}

const hash = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('hex');

/** The counts of the base plus the labelled examples; those with values are not counted here. */
export function addCounts(base: DatasetVersion['counts'], items: readonly LabelledExample[]): DatasetVersion['counts'] {
  const counts = { train: { ...base.train }, validation: { ...base.validation }, test: { ...base.test } };
  for (const { part, target } of items) {
    const className = targetClass(target);
    if (className !== null) counts[part][className] = (counts[part][className] ?? 0) + 1;
  }
  return counts;
}

/** The number of examples of the base plus the labelled ones. */
export function addExamples(
  base: DatasetVersion['examples'],
  items: readonly LabelledExample[],
): DatasetVersion['examples'] {
  const labelled = (part: LabelledExample['part']): number => items.filter((item) => item.part === part).length;
  return { ...base, train: base.train + labelled('train'), test: base.test + labelled('test') };
}

/** The number of examples by part, whatever their class. */
export function totalsOf(counts: DatasetVersion['counts']): DatasetVersion['examples'] {
  const total = (part: Record<string, number>): number => Object.values(part).reduce((sum, one) => sum + one, 0);
  return { train: total(counts.train), validation: total(counts.validation), test: total(counts.test) };
}
