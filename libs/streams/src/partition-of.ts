const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/**
 * The partition of a key, as the Java client and kafkajs choose it (murmur2, Apache Kafka `Utils.murmur2`), so that
 * both engines and other producers use the same partition for a key.
 */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}

export function murmur2(data: Buffer): number {
  let hash = SEED ^ data.length;
  const whole = data.length - (data.length % 4);
  for (let at = 0; at < whole; at += 4) {
    let k = Math.imul(data.readInt32LE(at), M);
    k ^= k >>> 24;
    hash = Math.imul(hash, M) ^ Math.imul(k, M);
  }
  if (data.length - whole === 3) hash ^= data[whole + 2]! << 16;
  if (data.length - whole >= 2) hash ^= data[whole + 1]! << 8;
  if (data.length - whole >= 1) hash = Math.imul(hash ^ data[whole]!, M);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, M);
  return hash ^ (hash >>> 15);
}
