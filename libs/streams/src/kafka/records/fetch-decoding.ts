import { CompressionCodecs } from 'kafkajs';
import { createRequire } from 'node:module';
import { ByteReader } from './byte-reader';
import { decompress } from './decompress';
import { decodeRecordBatches, isRecordBatch, refusedPartition, type FetchedMessage } from './record-batches';

interface FetchResponse {
  readonly decode: (bytes: Buffer) => Promise<unknown>;
  readonly parse: (data: unknown) => Promise<unknown>;
}

type MakeRequest = (options: object) => { readonly response: FetchResponse };

interface FetchProtocol {
  protocol: (choice: { readonly version: number }) => MakeRequest | undefined;
}

type DecodeMessageSet = (decoder: unknown, bytes: number) => Promise<FetchedMessage[]>;

/** Supported by every broker since Kafka 2.3, and the newest version that kafkajs 2.2.4 requests. */
const VERSION = 11;
/** Errors of one partition for which kafkajs would stop all partitions, by their number in the protocol. */
const REFUSALS: Readonly<Record<number, string>> = {
  [-1]: 'UNKNOWN_SERVER_ERROR',
  2: 'CORRUPT_MESSAGE',
  29: 'TOPIC_AUTHORIZATION_FAILED',
  56: 'KAFKA_STORAGE_ERROR',
};
const CODECS = [1, 2, 3, 4, 5, 6, 7];

const load = createRequire(__filename);
let isInstalled = false;

/**
 * Decodes fetch responses instead of kafkajs, which supports one codec of four, fails on the whole response for one
 * damaged batch, and takes minutes for a record with many headers. kafkajs has no extension point for this, so its
 * protocol table is patched; brokers older than Kafka 2.3 only get the codecs.
 */
export function installFetchDecoding(): void {
  if (isInstalled) return;
  isInstalled = true;
  for (const codec of CODECS) {
    CompressionCodecs[codec as keyof typeof CompressionCodecs] = () => ({
      compress: () => Promise.reject(new Error('Lintel publishes without compression.')),
      decompress: (bytes: Buffer) => decompress(codec, bytes),
    });
  }
  const fetch = load('kafkajs/src/protocol/requests/fetch') as FetchProtocol;
  const original = fetch.protocol;
  fetch.protocol = ({ version }) => {
    const make = original({ version });
    if (version !== VERSION || make === undefined) return make;
    return (options) => {
      const request = make(options);
      return { ...request, response: { ...request.response, decode: decodeFetchResponse } };
    };
  };
}

/** Fetch response, version 11 (KIP-392). */
async function decodeFetchResponse(bytes: Buffer) {
  const reader = new ByteReader(bytes);
  const clientSideThrottleTime = reader.int32();
  const errorCode = reader.int16();
  const sessionId = reader.int32();
  const responses: unknown[] = [];
  for (let topics = reader.int32(); topics > 0; topics -= 1) {
    const topicName = reader.string();
    const partitions: unknown[] = [];
    for (let left = reader.int32(); left > 0; left -= 1) partitions.push(await decodePartition(reader));
    responses.push({ topicName, partitions });
  }
  // The client waits for the throttle time itself, like kafkajs.
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
}

async function decodePartition(reader: ByteReader) {
  const partition = reader.int32();
  const errorCode = reader.int16();
  const highWatermark = String(reader.int64());
  const lastStableOffset = String(reader.int64());
  const lastStartOffset = String(reader.int64());
  const abortedTransactions: { producerId: string; firstOffset: string }[] = [];
  for (let left = reader.int32(); left > 0; left -= 1) {
    abortedTransactions.push({ producerId: String(reader.int64Exactly()), firstOffset: String(reader.int64()) });
  }
  const preferredReadReplica = reader.int32();
  const size = reader.int32();
  const refusal = REFUSALS[errorCode];
  const messages = size > 0 ? await decodeMessages(reader.bytes(size)) : [];
  if (refusal !== undefined) messages.splice(0, messages.length, refusedPartition(refusal));
  const offsets = { highWatermark, lastStableOffset, lastStartOffset };
  return {
    partition,
    errorCode: refusal === undefined ? errorCode : 0,
    ...offsets,
    abortedTransactions,
    preferredReadReplica,
    messages,
  };
}

async function decodeMessages(bytes: Buffer): Promise<FetchedMessage[]> {
  if (isRecordBatch(bytes)) return decodeRecordBatches(bytes);
  const Decoder = load('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => object;
  const decodeMessageSet = load('kafkajs/src/protocol/messageSet/decoder') as DecodeMessageSet;
  return decodeMessageSet(new Decoder(bytes), bytes.length);
}
