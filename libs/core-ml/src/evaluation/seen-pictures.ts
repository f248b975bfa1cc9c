import { type Dataset } from '@lintel/contracts';

/** Bytes of the SHA-256 of a file. */
const HASH_BYTES = 32;
/** Of each hash so much is kept: a million pictures beside a million others meet by chance once in 18 million times. */
const KEPT_BYTES = 8;

/**
 * The pictures that a model has seen, in so little space that they fit beside it.
 * @param datasets what was trained on, and what chose the best epoch
 * @returns the first 8 bytes of each SHA-256, each once, sorted, in base64; null where the files of one are not known
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
 * Which examples of a dataset a model has seen.
 * @param seen as `packSeenPictures` gives it
 * @returns indices of the examples, both in order; undefined where the files of the dataset are not known
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
