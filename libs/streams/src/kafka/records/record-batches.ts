import { ByteReader } from './byte-reader';
import { crc32c } from './crc32c';
import { codecName, decompress } from './decompress';

/** A record in the format of kafkajs, or a placeholder for a batch that could not be read. */
export interface FetchedMessage extends MessageMarks {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly timestamp: string;
  readonly offset: string;
  readonly attributes: number;
  readonly headers: Readonly<Record<string, HeaderValue>>;
  readonly isControlRecord: boolean;
  /** Used by kafkajs to filter aborted transactions. */
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
}

/** Marks that pass through kafkajs, which hands its messages on unchanged. */
export interface MessageMarks {
  /** Set on a placeholder, whose offset is the last of the batch. */
  readonly unreadable?: UnreadableBatch;
  /** Set on the only message of a partition that the broker refuses to serve: the broker's name for the reason. */
  readonly refusedBy?: string;
}

export type HeaderValue = Buffer | null | (Buffer | null)[];

/** A batch whose bytes are damaged, or compressed in an unknown way. */
export interface UnreadableBatch {
  readonly firstOffset: number;
  readonly lastOffset: number;
  /** In words for people. */
  readonly reason: string;
}

const CURRENT_FORMAT = 2;
const PREFIX_BYTES = 12;
const HEADER_BYTES = 61;
const CODEC = 0x7;
const LOG_APPEND_TIME = 0x8;
const IN_TRANSACTION = 0x10;
const CONTROL = 0x20;
/** A batch of more records would take a gigabyte of memory as objects. */
const MAX_RECORDS = 500_000;

interface Header {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly crc: number;
  readonly attributes: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: string;
  readonly count: number;
}

/** False for the message sets of Kafka 0.10 and older, which have another layout. */
export function isRecordBatch(bytes: Buffer): boolean {
  return bytes.length > 16 && bytes[16] === CURRENT_FORMAT;
}

/**
 * Reads the record batches of one partition (Kafka message format v2). A batch that cannot be read becomes one
 * placeholder, so that the batches around it are delivered.
 * @param bytes whole batches; the last one may be truncated, and is then ignored
 */
export async function decodeRecordBatches(bytes: Buffer): Promise<FetchedMessage[]> {
  const messages: FetchedMessage[] = [];
  for (let at = 0; bytes.length - at >= HEADER_BYTES;) {
    const end = at + PREFIX_BYTES + bytes.readInt32BE(at + 8);
    if (end > bytes.length || end < at + HEADER_BYTES || bytes[at + 16] !== CURRENT_FORMAT) break;
    const batch = bytes.subarray(at, end);
    const header = headerOf(batch);
    try {
      // Not spread into `push`, which fails with several hundred thousand arguments.
      for (const message of await recordsOf(batch, header)) messages.push(message);
    } catch (error) {
      messages.push(standIn(header, error));
    }
    at = end;
  }
  return messages;
}

function headerOf(batch: Buffer): Header {
  const reader = new ByteReader(batch);
  const baseOffset = reader.int64();
  reader.bytes(9);
  const crc = reader.uint32();
  const attributes = reader.int16();
  const lastOffset = baseOffset + reader.int32();
  const baseTimestamp = reader.int64();
  const maxTimestamp = reader.int64();
  const producerId = String(reader.int64Exactly());
  reader.bytes(6);
  return { baseOffset, lastOffset, crc, attributes, baseTimestamp, maxTimestamp, producerId, count: reader.int32() };
}

async function recordsOf(batch: Buffer, header: Header): Promise<FetchedMessage[]> {
  const { attributes, count } = header;
  if (count < 0 || count > MAX_RECORDS)
    throw new Error(`it announces ${count} records, at most ${MAX_RECORDS} are read`);
  const codec = attributes & CODEC;
  let records = batch.subarray(HEADER_BYTES);
  if (codec !== 0) {
    // A damaged batch may decompress to something else. Uncompressed ones are not checked: that would take as long as
    // reading them, and their events are validated against their schema.
    const crc = crc32c(batch.subarray(21));
    if (crc !== header.crc) throw new Error('its checksum is wrong');
    records = await decompress(codec, records);
  }
  const reader = new ByteReader(records);
  const batchContext = { producerId: header.producerId, inTransaction: (attributes & IN_TRANSACTION) !== 0 };
  const messages: FetchedMessage[] = [];
  for (let read = 0; read < count; read += 1) {
    messages.push(recordOf(new ByteReader(reader.bytes(reader.varint())), header, batchContext));
  }
  return messages;
}

function recordOf(reader: ByteReader, header: Header, batchContext: FetchedMessage['batchContext']): FetchedMessage {
  const attributes = reader.int8();
  const timestamp = header.baseTimestamp + reader.varint();
  const offset = header.baseOffset + reader.varint();
  const key = reader.varintBytes();
  const value = reader.varintBytes();
  const isAppendTime = (header.attributes & LOG_APPEND_TIME) !== 0;
  return {
    attributes,
    timestamp: String(isAppendTime ? header.maxTimestamp : timestamp),
    offset: String(offset),
    key,
    value,
    headers: headersOf(reader),
    isControlRecord: (header.attributes & CONTROL) !== 0,
    batchContext,
  };
}

/** A name may occur several times. The object has no prototype, so that no name has a special meaning. */
function headersOf(reader: ByteReader): Record<string, HeaderValue> {
  const headers = Object.create(null) as Record<string, HeaderValue>;
  for (let left = reader.varint(); left > 0; left -= 1) {
    const name = (reader.varintBytes() ?? Buffer.alloc(0)).toString();
    const value = reader.varintBytes();
    const former = headers[name];
    if (former === undefined) headers[name] = value;
    else if (Array.isArray(former)) former.push(value);
    else headers[name] = [former, value];
  }
  return headers;
}

/**
 * Replaces the records of a partition. Its offset is larger than any real one, so that it is never taken for a record
 * that was read.
 */
export function refusedPartition(refusedBy: string): FetchedMessage {
  return { ...NOTHING, refusedBy };
}

const NOTHING: FetchedMessage = {
  key: null,
  value: null,
  timestamp: '0',
  offset: String(Number.MAX_SAFE_INTEGER),
  attributes: 0,
  headers: {},
  isControlRecord: false,
  batchContext: { producerId: '-1', inTransaction: false },
};

function standIn(header: Header, error: unknown): FetchedMessage {
  const codec = header.attributes & CODEC;
  const words = error instanceof Error ? error.message : String(error);
  return {
    ...NOTHING,
    timestamp: String(header.maxTimestamp),
    offset: String(header.lastOffset),
    unreadable: {
      firstOffset: header.baseOffset,
      lastOffset: header.lastOffset,
      reason: codec === 0 ? words : `${codecName(codec)}: ${words}`,
    },
  };
}
