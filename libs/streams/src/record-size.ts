import type { StreamRecord } from './event-stream';

/**
 * Maximum size of key, value and headers of one record together, bytes: the 1 MiB of a broker minus the framing of the
 * request.
 */
export const MAX_RECORD_BYTES = 1_047_000;
/** Upper bound for the framing of a record besides its key, value and headers, bytes. */
export const RECORD_OVERHEAD_BYTES = 512;

/** Approximate size of a record's parts on the wire, bytes. */
export function recordBytes({ key, value, headers }: Pick<StreamRecord, 'key' | 'value' | 'headers'>): number {
  return (key === null ? 0 : textBytes(key)) + (value?.length ?? 0) + headerBytes(headers);
}

/** Headers of a dead letter contain a stack, and may be larger than the value. */
function headerBytes(headers: StreamRecord['headers']): number {
  let bytes = 0;
  for (const name in headers) bytes += textBytes(name) + textBytes(headers[name]!) + 4;
  return bytes;
}

/** For a short text the characters are counted: computing its bytes would cost more than the accuracy is worth. */
function textBytes(text: string): number {
  return text.length > 64 ? Buffer.byteLength(text) : text.length;
}
