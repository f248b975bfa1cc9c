import { type Dataset } from '@lintel/contracts';
import { hashesAsText } from '../loaders/example-hashes';

/**
 * Units that a split must not separate: the examples of one group, and exact copies of one picture. A copy in another
 * group joins the two groups.
 * @returns indices, each in exactly one unit, in the order of their first example
 */
export function unitsOf({
  size,
  groups,
  exampleHashes,
}: Pick<Dataset, 'size' | 'groups' | 'exampleHashes'>): number[][] {
  const parents = Int32Array.from({ length: size }, (_, index) => index);
  const firstOf = (index: number): number => {
    while (parents[index] !== index) index = parents[index] = parents[parents[index]!]!;
    return index;
  };
  const hashes = exampleHashes && hashesAsText(exampleHashes);
  for (const keys of [groups, hashes]) {
    if (!keys) continue;
    const known = new Map<string, number>();
    for (let index = 0; index < size; index++) {
      const key = keys[index]!;
      const other = known.get(key);
      if (other === undefined) {
        known.set(key, index);
        continue;
      }
      const [one, two] = [firstOf(index), firstOf(other)];
      parents[Math.max(one, two)] = Math.min(one, two);
    }
  }
  const units = new Map<number, number[]>();
  for (let index = 0; index < size; index++) {
    const first = firstOf(index);
    const unit = units.get(first);
    if (unit) unit.push(index);
    else units.set(first, [index]);
  }
  return [...units.values()];
}
