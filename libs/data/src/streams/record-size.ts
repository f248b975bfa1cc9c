import type { StreamRecord } from './event-stream';

/** Key, value and headers of one record together, bytes: the 1 MiB of a broker without the framing of the request. */
export const MAX_RECORD_BYTES = 1_047_000;
/** What the framing of a record may take beside its key, value and headers, bytes. */
export const RECORD_OVERHEAD_BYTES = 512;

/** How many bytes the parts of a record take on the wire, a few more or less. */
export function recordBytes({ key, value, headers }: Pick<StreamRecord, 'key' | 'value' | 'headers'>): number {
  return (key === null ? 0 : textBytes(key)) + (value?.length ?? 0) + headerBytes(headers);
}

/** Those of a dead letter hold a stack, and take more than many a value. */
function headerBytes(headers: StreamRecord['headers']): number {
  let bytes = 0;
  for (const name in headers) bytes += textBytes(name) + textBytes(headers[name]!) + 4;
  return bytes;
}

/** Of a short text the characters are counted: asking for its bytes would cost more than it weighs. */
function textBytes(text: string): number {
  return text.length > 64 ? Buffer.byteLength(text) : text.length;
}
