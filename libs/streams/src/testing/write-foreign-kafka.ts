import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { crc32c } from '../kafka/records/crc32c';
import type { ForeignRecord, WriteForeign } from './foreign-record';

const PRODUCE = 0;
const PRODUCE_VERSION = 3;
const MAGIC = 2;

/**
 * Produces record batches that clients refuse to build, such as one with a null header. Uses version 3 of the produce
 * request with batches of version 2 (https://kafka.apache.org/protocol).
 */
export async function openForeignKafka(
  broker: string,
): Promise<{ readonly write: WriteForeign; readonly close: () => void }> {
  const [host, port] = broker.split(':');
  const socket = connect(Number(port), host);
  await once(socket, 'connect');
  let turn: Promise<unknown> = Promise.resolve();
  return {
    write: (topic, partition, record) => {
      const written = turn.then(() => produce(socket, topic, partition, record));
      turn = written.catch(() => undefined);
      return written;
    },
    close: () => socket.destroy(),
  };
}

async function produce(socket: Socket, topic: string, partition: number, record: ForeignRecord): Promise<number> {
  const batch = batchOf(record);
  const request = Buffer.concat([
    ...[int16(PRODUCE), int16(PRODUCE_VERSION), int32(1), string('test')],
    // No transaction, all replicas, 10 s; one topic with one partition.
    ...[int16(-1), int16(-1), int32(10_000), int32(1), string(topic), int32(1), int32(partition)],
    ...[int32(batch.length), batch],
  ]);
  socket.write(Buffer.concat([int32(request.length), request]));
  const response = await answer(socket);
  const errorAt = 4 + 4 + 2 + Buffer.byteLength(topic) + 4 + 4;
  const error = response.readInt16BE(errorAt);
  if (error !== 0) throw new Error(`The broker refuses the record: error ${error}`);
  return Number(response.readBigInt64BE(errorAt + 2));
}

/** @returns the response without its length prefix */
async function answer(socket: Socket): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  while (bytes.length < 4 || bytes.length < 4 + bytes.readInt32BE()) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    bytes = Buffer.concat([bytes, chunk]);
  }
  return bytes.subarray(4);
}

function batchOf({ key, value, headers, timestampMs }: ForeignRecord): Buffer {
  const record = Buffer.concat([
    // Attributes, and the deltas of timestamp and offset.
    ...[Buffer.of(0), varint(0), varint(0), varintBytes(key), varintBytes(value), varint(headers.length)],
    ...headers.flatMap(([name, text]) => [varintBytes(name), varintBytes(text)]),
  ]);
  const checked = Buffer.concat([
    ...[int16(0), int32(0), int64(timestampMs), int64(timestampMs)],
    // No producer id, epoch and sequence; one record.
    ...[int64(-1), int16(-1), int32(-1), int32(1)],
    ...[varint(record.length), record],
  ]);
  const rest = Buffer.concat([int32(-1), Buffer.of(MAGIC), int32(crc32c(checked) | 0), checked]);
  return Buffer.concat([int64(0), int32(rest.length), rest]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}

function string(text: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(text)), Buffer.from(text)]);
}

/** Zigzag. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value >= 0 ? value * 2 : -value * 2 - 1;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  bytes.push(left);
  return Buffer.from(bytes);
}

function varintBytes(bytes: Buffer | null): Buffer {
  return bytes === null ? varint(-1) : Buffer.concat([varint(bytes.length), bytes]);
}
