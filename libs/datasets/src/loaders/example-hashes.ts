/** Size of a SHA-256, bytes. */
export const HASH_BYTES = 32;

/**
 * The hash of every example as text, for use as a map key.
 * @param hashes SHA-256s, 32 bytes each
 * @returns hexadecimal
 */
export function hashesAsText(hashes: Uint8Array): string[] {
  const all = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength);
  return Array.from({ length: hashes.length / HASH_BYTES }, (_, index) =>
    all.toString('hex', index * HASH_BYTES, (index + 1) * HASH_BYTES),
  );
}

/** The hashes of the examples at `indices`, in that order. */
export function pickHashes(hashes: Uint8Array, indices: ArrayLike<number>): Uint8Array {
  const picked = new Uint8Array(indices.length * HASH_BYTES);
  for (let at = 0; at < indices.length; at++) {
    picked.set(hashes.subarray(indices[at]! * HASH_BYTES, (indices[at]! + 1) * HASH_BYTES), at * HASH_BYTES);
  }
  return picked;
}
