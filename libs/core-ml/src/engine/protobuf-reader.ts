/** One field of a message: a number for varints and fixed-width fields, bytes for everything else. */
export interface ProtobufField {
  readonly field: number;
  readonly value: number | Uint8Array;
  /** The field as it stands in the message, with its tag. */
  readonly raw: Uint8Array;
}

/**
 * The fields of a protocol buffer message in their order (protobuf.dev/programming-guides/encoding).
 * @throws RangeError if the bytes are not a message
 */
export function* protobufFields(bytes: Uint8Array): Generator<ProtobufField> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || factor > 2 ** 63) throw new RangeError('A number of the message has no end.');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError('A field of the message is longer than the message.');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const start = at;
    const tag = varint();
    const field = Math.floor(tag / 8);
    const kind = tag % 8;
    let value: number | Uint8Array;
    if (kind === 0) value = varint();
    else if (kind === 1) value = take(8);
    else if (kind === 2) value = take(varint());
    else if (kind === 5) value = take(4);
    else throw new RangeError(`The message has a field of the unknown kind ${kind}.`);
    if (field === 0) throw new RangeError('The message has a field without a number.');
    yield { field, value, raw: bytes.subarray(start, at) };
  }
}
