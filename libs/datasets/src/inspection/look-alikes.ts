import { createRandom, type Dataset } from '@lintel/contracts';
import { FINGERPRINT_SIZE, pictureFingerprints } from './picture-fingerprints';

/**
 * Correlation of two fingerprints from which pictures count as showing the same thing. Among 398 photographs of steel,
 * 120 X-rays and 2,000 pictures of CIFAR-10, at most one in a thousand has such a partner by chance; of 791 exposures of
 * 247 magnetic tiles, nine in ten have one.
 */
const ALIKE = 0.8;
/** With fewer pictures their mean says nothing, and with more the comparison would take minutes. */
const FEWEST = 30;
const MOST = 200_000;
/** Pictures are only compared if the signs of all of this many projections agree, in at least one of the tables. */
const BITS = 12;
const TABLES = 40;
/** Limits the work if very many pictures look alike. */
const COMPARED = 200;

/**
 * Pictures that show the same thing: under another exposure, in another colour, from nearly the same place. Pairs are
 * found by hashing with random projections (Charikar 2002): a pair at the limit is found with a probability of 0.93.
 * @param dataset uint8 [height, width, channels]
 * @returns for each group of such pictures, the indices, ascending; null if there are too few or too many pictures
 */
export function findLookAlikes(dataset: Dataset): number[][] | null {
  const { size } = dataset;
  if (size < FEWEST || size > MOST || dataset.dtype !== 'uint8' || dataset.exampleShape.length !== 3) return null;
  const prints = pictureFingerprints(dataset);
  const parents = Int32Array.from({ length: size }, (_, index) => index);
  const firstOf = (index: number): number => {
    while (parents[index] !== index) index = parents[index] = parents[parents[index]!]!;
    return index;
  };
  const random = createRandom(1, 'look-alikes');
  for (let table = 0; table < TABLES; table++) {
    const projections = Float32Array.from({ length: BITS * FINGERPRINT_SIZE }, () => random.normal());
    for (const bucket of bucketsOf(prints, projections, size)) {
      for (let at = 0; at < bucket.length; at++) {
        for (let other = at + 1; other < Math.min(bucket.length, at + COMPARED); other++) {
          const [one, two] = [firstOf(bucket[at]!), firstOf(bucket[other]!)];
          if (one !== two && correlation(prints, bucket[at]!, bucket[other]!) >= ALIKE) {
            parents[Math.max(one, two)] = Math.min(one, two);
          }
        }
      }
    }
  }
  const groups = new Map<number, number[]>();
  for (let index = 0; index < size; index++) {
    const first = firstOf(index);
    const group = groups.get(first);
    if (group) group.push(index);
    else groups.set(first, [index]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** The pictures on the same side of all projections. */
function bucketsOf(prints: Float32Array, projections: Float32Array, size: number): number[][] {
  const buckets = new Map<number, number[]>();
  for (let index = 0; index < size; index++) {
    let key = 0;
    let isEven = true;
    for (let bit = 0; bit < BITS; bit++) {
      let sum = 0;
      for (let at = 0; at < FINGERPRINT_SIZE; at++) {
        sum += prints[index * FINGERPRINT_SIZE + at]! * projections[bit * FINGERPRINT_SIZE + at]!;
      }
      if (sum !== 0) isEven = false;
      key = 2 * key + (sum > 0 ? 1 : 0);
    }
    if (isEven) continue;
    const bucket = buckets.get(key);
    if (bucket) bucket.push(index);
    else buckets.set(key, [index]);
  }
  return [...buckets.values()];
}

function correlation(prints: Float32Array, one: number, other: number): number {
  let sum = 0;
  for (let at = 0; at < FINGERPRINT_SIZE; at++) {
    sum += prints[one * FINGERPRINT_SIZE + at]! * prints[other * FINGERPRINT_SIZE + at]!;
  }
  return sum;
}
