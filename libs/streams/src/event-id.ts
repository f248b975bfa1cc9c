import { randomBytes } from 'node:crypto';

const BLOCK_BYTES = 16 * 256;
let block = Buffer.alloc(0);
let used = 0;

/** UUID version 7 (RFC 9562): sorts by time, so that the index of an inbox grows at one end. */
export function newEventId(timeMs = Date.now()): string {
  if (used >= block.length) {
    // One call of the random source for 256 ids: it is the most expensive part.
    block = randomBytes(BLOCK_BYTES);
    used = 0;
  }
  const bytes = block.subarray(used, (used += 16));
  bytes.writeUIntBE(timeMs, 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
