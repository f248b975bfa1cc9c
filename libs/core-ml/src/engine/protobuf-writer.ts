/**
 * The few parts of the protocol buffer encoding that ONNX and TensorFlow graphs need
 * (protobuf.dev/programming-guides/encoding): varints, 32-bit floats, length-delimited fields. Chunks are joined once
 * at the end, so that large weights are copied only once.
 */
export class ProtobufWriter {
  private readonly chunks: Uint8Array[] = [];
  private length = 0;

  /** @param value a safe integer; a negative one takes ten bytes, as int64 does */
  varint(field: number, value: number): this {
    return this.push(encodeVarint(field * 8)).push(encodeVarint(value));
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.push(encodeVarint(field * 8 + 5)).push(bytes);
  }

  /** A packed repeated field of safe integers. */
  varints(field: number, values: readonly number[]): this {
    const bytes = new Uint8Array(values.length * 10);
    let length = 0;
    for (const value of values) {
      let rest = value;
      if (value < 0) for (const byte of encodeVarint(value)) bytes[length++] = byte;
      for (; rest > 127; rest = Math.floor(rest / 128)) bytes[length++] = (rest % 128) | 128;
      if (value >= 0) bytes[length++] = rest;
    }
    return this.bytes(field, bytes.subarray(0, length));
  }

  /** A packed repeated field of 32-bit floats. */
  floats(field: number, values: readonly number[]): this {
    const view = new DataView(new ArrayBuffer(values.length * 4));
    values.forEach((value, at) => view.setFloat32(at * 4, value, true));
    return this.bytes(field, new Uint8Array(view.buffer));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.push(encodeVarint(field * 8 + 2))
      .push(encodeVarint(value.length))
      .push(value);
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  /** A repeated field of strings, of which many may be equal. */
  strings(field: number, values: readonly string[]): this {
    const encoded = new Map<string, Uint8Array>();
    for (const value of values) {
      let bytes = encoded.get(value);
      if (bytes === undefined) encoded.set(value, (bytes = new ProtobufWriter().string(field, value).finish()));
      this.push(bytes);
    }
    return this;
  }

  message(field: number, write: (writer: ProtobufWriter) => void): this {
    const inner = new ProtobufWriter();
    write(inner);
    this.push(encodeVarint(field * 8 + 2)).push(encodeVarint(inner.length));
    for (const chunk of inner.chunks) this.push(chunk);
    return this;
  }

  /** Fields that are encoded already, with their tags. */
  append(raw: Uint8Array): this {
    return this.push(raw);
  }

  finish(): Uint8Array {
    const whole = new Uint8Array(this.length);
    let at = 0;
    for (const chunk of this.chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  }

  private push(chunk: Uint8Array): this {
    this.chunks.push(chunk);
    this.length += chunk.length;
    return this;
  }
}

function encodeVarint(value: number): Uint8Array {
  const bytes: number[] = [];
  if (value < 0) {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
    bytes.push(Number(rest));
    return Uint8Array.from(bytes);
  }
  // Division, because shifts would truncate to 32 bits.
  while (value > 127) {
    bytes.push((value % 128) | 128);
    value = Math.floor(value / 128);
  }
  bytes.push(value);
  return Uint8Array.from(bytes);
}
