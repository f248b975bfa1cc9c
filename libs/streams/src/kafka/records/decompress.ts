import { Decompress } from 'fzstd';
import type * as Lz4 from 'lz4-napi';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ByteReader } from './byte-reader';

/** Maximum decompressed size, bytes: a producer may compress a gigabyte of zeros into one batch. */
export const MAX_DECOMPRESSED_BYTES = 64 * 2 ** 20;

const unzip = promisify(gunzip);
const load = createRequire(__filename);
/** The package has no types. It throws if the bytes are damaged or announce more than `maxLength`. */
const { uncompress } = load('snappyjs') as { uncompress: (bytes: Buffer, maxLength: number) => Buffer };
/** Magic bytes of snappy-java's block stream, which Kafka's own clients write; librdkafka writes raw blocks. */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER_BYTES = XERIAL.length + 8;

/** Keyed by the codec number in the attributes of a record batch. */
const DECOMPRESSORS: Readonly<Record<number, { name: string; run: (bytes: Buffer) => Buffer | Promise<Buffer> }>> = {
  1: { name: 'gzip', run: (bytes) => unzip(bytes, { maxOutputLength: MAX_DECOMPRESSED_BYTES }) },
  2: { name: 'snappy', run: decompressSnappy },
  3: { name: 'lz4', run: decompressLz4 },
  4: { name: 'zstd', run: decompressZstd },
};

export function codecName(codec: number): string {
  return DECOMPRESSORS[codec]?.name ?? `unknown codec ${codec}`;
}

/**
 * @param codec 1 gzip, 2 snappy, 3 lz4, 4 zstd
 * @throws Error if the bytes are damaged, contain more than MAX_DECOMPRESSED_BYTES, or the codec is unknown
 */
export async function decompress(codec: number, bytes: Buffer): Promise<Buffer> {
  const decompressor = DECOMPRESSORS[codec];
  if (decompressor === undefined) throw new Error(`the compression codec ${codec} is unknown`);
  return decompressor.run(bytes);
}

function decompressSnappy(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, XERIAL.length).equals(XERIAL)) return uncompress(bytes, MAX_DECOMPRESSED_BYTES);
  const reader = new ByteReader(bytes.subarray(XERIAL_HEADER_BYTES));
  const blocks: Buffer[] = [];
  let left = MAX_DECOMPRESSED_BYTES;
  while (reader.left > 0) {
    const block = uncompress(reader.bytes(reader.int32()), left);
    left -= block.length;
    blocks.push(block);
  }
  return Buffer.concat(blocks);
}

async function decompressLz4(bytes: Buffer): Promise<Buffer> {
  requireSmallLz4(bytes);
  // Native code, loaded only by processes that receive such a batch.
  const { decompressFrame } = load('lz4-napi') as typeof Lz4;
  return decompressFrame(bytes);
}

/** The library has no size limit: the frame is checked first (LZ4 frame format 1.6.3), without reading the blocks. */
function requireSmallLz4(bytes: Buffer): void {
  const reader = new ByteReader(bytes);
  const magic = reader.bytes(4).readUInt32LE();
  if (magic !== 0x184d2204) throw new Error('these bytes are not an LZ4 frame');
  const flags = reader.int8();
  const hasBlockChecksums = (flags & 0x10) !== 0;
  const maxBlockBytes = 2 ** (8 + 2 * ((reader.int8() >> 4) & 0x7));
  reader.bytes((flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0) + 1);
  let most = 0;
  for (let size = reader.bytes(4).readUInt32LE(); size !== 0; size = reader.bytes(4).readUInt32LE()) {
    const isPlain = size >= 0x80000000;
    const length = size & 0x7fffffff;
    // One byte of a block expands to 255 at most.
    most += isPlain ? length : Math.min(maxBlockBytes, 255 * length);
    if (most > MAX_DECOMPRESSED_BYTES) throw tooLarge();
    reader.bytes(length + (hasBlockChecksums ? 4 : 0));
  }
}

function decompressZstd(bytes: Buffer): Buffer {
  requireSmallZstdWindows(bytes);
  const chunks: Uint8Array[] = [];
  let length = 0;
  let isComplete = false;
  const stream = new Decompress((chunk, final) => {
    length += chunk.length;
    if (length > MAX_DECOMPRESSED_BYTES) throw tooLarge();
    chunks.push(chunk);
    isComplete = final === true;
  });
  stream.push(bytes, true);
  if (!isComplete) throw new Error('the zstd stream ends too early');
  return Buffer.concat(chunks);
}

/** The library allocates the window that a frame announces, up to 2 GB: the frames are checked first (RFC 8878). */
function requireSmallZstdWindows(bytes: Buffer): void {
  const reader = new ByteReader(bytes);
  const uint = (length: number): number => (length === 0 ? 0 : Number(littleEndian(reader.bytes(length))));
  while (reader.left > 0) {
    const magic = uint(4);
    if (magic >>> 4 === 0x184d2a5) {
      reader.bytes(uint(4));
      continue;
    }
    if (magic !== 0xfd2fb528) throw new Error('these bytes are not a zstd frame');
    const flags = uint(1);
    const isSingleSegment = (flags & 0x20) !== 0;
    const window = isSingleSegment ? 0 : uint(1);
    uint([0, 1, 2, 4][flags & 3]!);
    const contentBytes = uint([isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6]!);
    const windowBytes = isSingleSegment ? contentBytes : 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8);
    if (windowBytes > MAX_DECOMPRESSED_BYTES) throw tooLarge();
    for (let isLast = false; !isLast;) {
      const block = uint(3);
      isLast = (block & 1) === 1;
      const isRepeatedByte = ((block >> 1) & 3) === 1;
      reader.bytes(isRepeatedByte ? 1 : block >> 3);
    }
    if ((flags & 0x04) !== 0) reader.bytes(4);
  }
}

function littleEndian(bytes: Buffer): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function tooLarge(): Error {
  return new Error(`the batch decompresses to more than ${MAX_DECOMPRESSED_BYTES} bytes`);
}
