import type { KafkaMessage } from 'kafkajs';
import { isUtf8 } from 'node:buffer';
import { excerpt } from '../storable-text';
import type { ReceivedRecord } from '../event-stream';

/** The headers that describe an event. */
const ATTRIBUTE = /^(ce_.*|content-type)$/;

/**
 * Converts a record from the broker. Never throws, because any program may write to a topic. Bytes that are not UTF-8
 * are converted to base64, so that nothing is lost; in the key or in an attribute they are a fault. A header without a
 * value is omitted.
 */
export function receivedRecord(topic: string, partition: number, message: KafkaMessage): ReceivedRecord {
  const faults: string[] = [];
  const headers = Object.entries(message.headers ?? {}).flatMap(([name, value]) => {
    // kafkajs adds a property of `Object.prototype` with the header's name before the header's own value.
    const values = (Array.isArray(value) ? value : [value]).filter((one) => Buffer.isBuffer(one));
    const [first] = values;
    if (first === undefined) return [];
    if (ATTRIBUTE.test(name)) {
      if (!isUtf8(first)) faults.push(`a ${excerpt(name)} that is not UTF-8`);
      if (values.some((one) => !one.equals(first))) faults.push(`a ${excerpt(name)} that is given twice`);
    }
    return [[name, textOf(first)] as const];
  });
  if (message.key !== null && !isUtf8(message.key)) faults.push('a key that is not UTF-8');
  return {
    topic,
    partition,
    offset: Number(message.offset),
    key: message.key === null ? null : textOf(message.key),
    value: message.value,
    // Unlike an assignment, this also handles a header named `__proto__`.
    headers: Object.fromEntries(headers),
    timestampMs: Number(message.timestamp),
    ...(faults.length === 0 ? {} : { fault: faults.join(', ') }),
  };
}

function textOf(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : `base64:${bytes.toString('base64')}`;
}
