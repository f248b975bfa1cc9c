import { createRandom, LintelError } from '@lintel/contracts';
import { type SplitExamples, type SplitOptions } from './split-dataset';
import { checkShares, countParts, PARTS, type DatasetPart } from './split-shares';
import { unitsOf } from './units';

type Counts = Record<DatasetPart, number>;

/** Examples that stay together, with the number of them that have each label. */
interface Unit {
  readonly examples: readonly number[];
  readonly labels: ReadonlyMap<number, number>;
}

/**
 * Splits examples with sets of labels by iterative stratification (Sechidis, Tsoumakas & Vlahavas 2011, "On the
 * stratification of multi-label data"): the label with the fewest examples left is distributed first, each time to the
 * part that misses it most. Groups and exact copies stay together (see `unitsOf`). Unlike in the paper, a label has at
 * least one example in every part if enough units have it, however small the part is.
 * @throws LintelError INVALID_CONFIGURATION (shares), DATASET_INVALID (too few groups)
 */
export function splitLabelSets(examples: SplitExamples, options: SplitOptions): Record<DatasetPart, Int32Array> {
  const shares = checkShares(options);
  const open = PARTS.filter((part) => shares[part] > 0);
  const random = createRandom(options.seed, 'split');
  const units = random
    .shuffle(labelledUnits(examples))
    .sort((one, other) => other.examples.length - one.examples.length);
  if (units.length < open.length) countParts(units.length, shares, 'groups');
  const missing = countParts(examples.size, shares, 'examples');
  const missingOf = examples.classNames.map((_, label) => wantedOf(units, label, shares, open));
  const members: Record<DatasetPart, number[]> = { train: [], validation: [], test: [] };
  const left = new Set(units);
  const place = (unit: Unit, part: DatasetPart): void => {
    members[part].push(...unit.examples);
    missing[part] -= unit.examples.length;
    for (const [label, count] of unit.labels) missingOf[label]![part] -= count;
    left.delete(unit);
  };
  for (let label = rarest(left); label !== undefined; label = rarest(left)) {
    for (const unit of [...left].filter(({ labels }) => labels.has(label))) {
      place(unit, neediest(open, missingOf[label]!, missing));
    }
  }
  for (const unit of left) place(unit, neediest(open, missing, missing));
  const empty = open.find((part) => members[part].length === 0);
  if (empty !== undefined) throw groupsTooLarge(empty, units.length);
  const sorted = (part: DatasetPart): Int32Array => Int32Array.from(members[part]).sort();
  return { train: sorted('train'), validation: sorted('validation'), test: sorted('test') };
}

function labelledUnits(examples: SplitExamples): Unit[] {
  const { labelSets = new Uint8Array(), classNames } = examples;
  return unitsOf(examples).map((unit) => {
    const labels = new Map<number, number>();
    for (const example of unit) {
      for (let label = 0; label < classNames.length; label++) {
        if (labelSets[example * classNames.length + label] === 1) labels.set(label, (labels.get(label) ?? 0) + 1);
      }
    }
    return { examples: unit, labels };
  });
}

/** How many examples with a label each part should have. */
function wantedOf(units: readonly Unit[], label: number, shares: Counts, open: readonly DatasetPart[]): Counts {
  const having = units.flatMap(({ labels }) => labels.get(label) ?? []);
  const total = having.reduce((sum, count) => sum + count, 0);
  if (having.length >= open.length) return countParts(total, shares, 'examples');
  // Too few for every part: those that learn and those that measure come first.
  const first: readonly DatasetPart[] = (['train', 'test', 'validation'] as const).filter((part) =>
    open.includes(part),
  );
  const wanted: Counts = { train: 0, validation: 0, test: 0 };
  having.forEach((count, at) => (wanted[first[at]!] = count));
  return wanted;
}

/** The label that the fewest of the remaining examples have; undefined if none has a label. */
function rarest(units: ReadonlySet<Unit>): number | undefined {
  const counts = new Map<number, number>();
  for (const { labels } of units) {
    for (const [label, count] of labels) counts.set(label, (counts.get(label) ?? 0) + count);
  }
  let found: number | undefined;
  for (const [label, count] of counts) {
    const least = found === undefined ? Infinity : counts.get(found)!;
    if (count < least || (count === least && label < found!)) found = label;
  }
  return found;
}

/** The part that misses most of the label, and of equal ones the one that misses most examples. */
const neediest = (open: readonly DatasetPart[], own: Counts, all: Counts): DatasetPart =>
  open.reduce((best, part) =>
    own[part] > own[best] || (own[part] === own[best] && all[part] > all[best]) ? part : best,
  );

const groupsTooLarge = (part: DatasetPart, groups: number): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `The groups are too large to leave any for the ${part} part.`,
    expected: 'groups that are smaller than the parts',
    received: `${groups} groups`,
    cure: 'Collect more groups, or hold out larger or fewer parts.',
  });
