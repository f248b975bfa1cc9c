import { type Dataset } from '@lintel/contracts';

/** Bytes of the SHA-256 of a file. */
const HASH_BYTES = 32;
/** Number of bytes kept of each hash: two sets of a million pictures collide by chance once in 18 million times. */
const KEPT_BYTES = 8;

/**
 * Packs the pictures that a model has seen, small enough to be stored with the model.
 * @param datasets the training split and the validation split
 * @returns the first 8 bytes of each distinct SHA-256, sorted, in base64; null if the files of a dataset are not known
 */
export function packSeenPictures(datasets: readonly Dataset[]): string | null {
  const kept = new Set<string>();
  for (const { exampleHashes } of datasets) {
    if (!exampleHashes) return null;
    for (const hash of keptHashes(exampleHashes)) kept.add(hash);
  }
  return Buffer.from([...kept].sort().join(''), 'hex').toString('base64');
}

/**
 * Divides a dataset into examples that a model has and has not seen.
 * @param seen the result of `packSeenPictures`
 * @returns indices of the examples, both in order; undefined if the files of the dataset are not known
 */
export function divideBySeen(
  seen: string,
  { exampleHashes }: Pick<Dataset, 'exampleHashes'>,
): { readonly seen: number[]; readonly unseen: number[] } | undefined {
  if (!exampleHashes) return undefined;
  const packed = Buffer.from(seen, 'base64');
  const known = new Set(
    Array.from({ length: packed.length / KEPT_BYTES }, (_, at) =>
      packed.toString('hex', at * KEPT_BYTES, (at + 1) * KEPT_BYTES),
    ),
  );
  const divided = { seen: [] as number[], unseen: [] as number[] };
  for (const [index, hash] of keptHashes(exampleHashes).entries()) {
    (known.has(hash) ? divided.seen : divided.unseen).push(index);
  }
  return divided;
}

function keptHashes(hashes: Uint8Array): string[] {
  const all = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength);
  return Array.from({ length: hashes.length / HASH_BYTES }, (_, index) =>
    all.toString('hex', index * HASH_BYTES, index * HASH_BYTES + KEPT_BYTES),
  );
}
