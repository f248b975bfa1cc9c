import { crc32c } from '../crc32c';

export interface EncodedRecord {
  readonly key?: string;
  readonly value: string;
  readonly headers?: readonly (readonly [string, string | null])[];
}

/** The records of a batch before compression. */
export function encodeRecords(records: readonly EncodedRecord[]): Buffer {
  return Buffer.concat(
    records.map(({ key, value, headers = [] }, at) => {
      const body = Buffer.concat([
        Buffer.from([0]),
        varint(at),
        varint(at),
        bytes(key ?? null),
        bytes(value),
        varint(headers.length),
        ...headers.flatMap(([name, content]) => [bytes(name), bytes(content)]),
      ]);
      return Buffer.concat([varint(body.length), body]);
    }),
  );
}

/** One record batch in Kafka's message format v2, with optionally compressed records. */
export function encodeBatch(
  records: Buffer,
  {
    baseOffset = 0,
    count,
    codec = 0,
  }: { readonly baseOffset?: number; readonly count: number; readonly codec?: number },
): Buffer {
  const batch = Buffer.concat([Buffer.alloc(61), records]);
  batch.writeBigInt64BE(BigInt(baseOffset), 0);
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt8(2, 16);
  batch.writeInt16BE(codec, 21);
  batch.writeInt32BE(count - 1, 23);
  batch.writeBigInt64BE(1_700_000_000_000n, 27);
  batch.writeBigInt64BE(1_700_000_000_000n, 35);
  batch.writeBigInt64BE(-1n, 43);
  batch.writeInt32BE(count, 57);
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17);
  return batch;
}

function bytes(text: string | null): Buffer {
  if (text === null) return varint(-1);
  const content = Buffer.from(text);
  return Buffer.concat([varint(content.length), content]);
}

function varint(value: number): Buffer {
  const out: number[] = [];
  let left = value < 0 ? -2 * value - 1 : 2 * value;
  for (; left >= 128; left = Math.floor(left / 128)) out.push((left % 128) | 0x80);
  return Buffer.from([...out, left]);
}
